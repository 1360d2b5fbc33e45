using System.Text.Json;
using System.Text.Json.Nodes;

namespace CodexA2A.EndToEnd.Pages;

/// <summary>Whether an answer is what a page shows: all that is shown must be there; ids, times and counts may differ.</summary>
internal static class Resemblance
{
    /// <summary>The first place where they differ; null when there is none.</summary>
    public static string? Difference(JsonNode? shown, JsonNode? came, string path = "$") => shown switch
    {
        JsonObject members => came is JsonObject other
            ? members.Select(member => other.ContainsKey(member.Key)
                ? Difference(member.Value, other[member.Key], $"{path}.{member.Key}")
                : $"{path}.{member.Key} did not come").FirstOrDefault(difference => difference is not null)
            : $"{path} is no object",
        JsonArray items => came is JsonArray others
            ? items.Select((item, i) => others.Any(one => Difference(item, one) is null) ? null : $"{path}[{i}]: nothing like {item?.ToJsonString()} came").FirstOrDefault(difference => difference is not null)
            : $"{path} is no list",
        _ when shown?.GetValueKind() != came?.GetValueKind() => $"{path} is of another kind: {came?.ToJsonString()}",
        JsonValue text when text.GetValueKind() == JsonValueKind.String && IsFixed(text.GetValue<string>()) && text.GetValue<string>() != came!.GetValue<string>() =>
            $"{path} is {came!.ToJsonString()}",
        JsonValue flag when flag.GetValueKind() is JsonValueKind.True or JsonValueKind.False && flag.GetValue<bool>() != came!.GetValue<bool>() => $"{path} is {came!.ToJsonString()}",
        _ => null,
    };

    // What an id or a time is made of differs from run to run.
    private static bool IsFixed(string text) => text != "…" && !text.StartsWith("int_", StringComparison.Ordinal) && text.Count(char.IsAsciiDigit) < 8;
}
