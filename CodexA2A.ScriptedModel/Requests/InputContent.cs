using System.Text.Json;

namespace CodexA2A.ScriptedModel.Requests;

/// <summary>Reads the content of input items, which is a string or a list of parts.</summary>
internal static class InputContent
{
    /// <summary>The text of a message; its parts are joined by line breaks.</summary>
    public static string Text(JsonElement message) =>
        message.TryGetProperty("content", out var content) ? Join(content) : "";

    /// <summary>The text of a tool's answer.</summary>
    public static string Output(JsonElement item) =>
        item.TryGetProperty("output", out var output) ? Join(output) : "";

    /// <summary>The media types of a message's images.</summary>
    public static List<string> Images(JsonElement message)
    {
        List<string> types = [];
        if (message.TryGetProperty("content", out var content) && content.ValueKind == JsonValueKind.Array)
        {
            foreach (var part in content.EnumerateArray().Where(part => part.GetString("type") == "input_image"))
            {
                types.Add(MediaType(part.GetString("image_url")));
            }
        }

        return types;
    }

    private static string Join(JsonElement content) => content.ValueKind switch
    {
        JsonValueKind.String => content.GetString()!,
        JsonValueKind.Array => string.Join('\n', Texts(content)),
        JsonValueKind.Object => content.GetString("content") ?? content.GetRawText(),
        _ => "",
    };

    private static IEnumerable<string> Texts(JsonElement parts) =>
        parts.EnumerateArray().Select(part => part.GetString("text")).OfType<string>().Where(text => !InjectedText.IsImageTag(text));

    private static string MediaType(string? url)
    {
        const string Scheme = "data:";
        var end = url?.IndexOf(';', StringComparison.Ordinal) ?? -1;
        return url is not null && url.StartsWith(Scheme, StringComparison.Ordinal) && end > Scheme.Length
            ? url[Scheme.Length..end]
            : "unknown";
    }
}
