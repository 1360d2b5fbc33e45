using System.Text.Json.Nodes;

namespace CodexA2A.ScriptedModel.Tests.Http;

/// <summary>Reads answers.</summary>
internal static class Events
{
    public static string Type(this JsonObject item) => item["type"]!.GetValue<string>();

    public static IReadOnlyList<string> Types(this IEnumerable<JsonObject> events) => [.. events.Select(Type)];

    /// <summary>All deltas of text, put together.</summary>
    public static string Text(this IEnumerable<JsonObject> events) => string.Concat(
        events.Where(item => item.Type() == "response.output_text.delta").Select(item => item["delta"]!.GetValue<string>()));

    /// <summary>The finished items.</summary>
    public static IReadOnlyList<JsonObject> Done(this IEnumerable<JsonObject> events) =>
        [.. events.Where(item => item.Type() == "response.output_item.done").Select(item => item["item"]!.AsObject())];

    /// <summary>The calls of tools: name, and arguments or input.</summary>
    public static IReadOnlyList<(string Name, string Input)> Calls(this IEnumerable<JsonObject> events) =>
    [
        .. events.Done().Where(item => item.Type() is "function_call" or "custom_tool_call")
            .Select(item => (item["name"]!.GetValue<string>(), (item["arguments"] ?? item["input"])!.GetValue<string>())),
    ];
}
