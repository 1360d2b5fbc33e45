using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace CodexA2A.Api.Tests.Captures;

/// <summary>
/// Takes out of a document what depends on when something happened, or is free data that ours has and theirs not: how often a slow
/// turn had ticked, how the text of an artifact is cut into parts, the position in the event log.
/// </summary>
internal static partial class Normal
{
    /// <summary>The documents of a response without the ticks behind the second one.</summary>
    public static List<JsonNode?> Of(IEnumerable<JsonNode?> documents) => [.. documents.Where(document => document is null || !LateTick().IsMatch(document.ToJsonString())).Select(Of)];

    /// <summary>The same document, one line of text for each run of text.</summary>
    public static JsonNode? Of(JsonNode? document)
    {
        document = document?.DeepClone();
        foreach (var artifact in Objects(document).Where(item => item.ContainsKey("artifactId")))
        {
            var joined = new JsonArray();
            foreach (var part in artifact["parts"]!.AsArray())
            {
                if (IsText(part) && IsText(joined.LastOrDefault())) joined[^1]!["text"] = (string)joined[^1]!["text"]! + (string)part!["text"]!;
                else joined.Add(part!.DeepClone());
            }

            foreach (var part in joined.Where(IsText))
            {
                part!["text"] = Ticks().Replace((string)part["text"]!, "tick 0");
            }

            artifact["parts"] = joined;
        }

        return document;
    }

    /// <summary>Takes the position in the event log out; true where it was.</summary>
    public static bool TakePosition(JsonNode? document)
    {
        var found = false;
        foreach (var parent in Objects(document).ToList())
        {
            if (parent["metadata"] is not JsonObject metadata || !metadata.Remove("shared")) continue;
            found = true;
            if (metadata.Count == 0) parent.Remove("metadata");
        }

        return found;
    }

    private static bool IsText(JsonNode? part) => part is JsonObject item && item.All(pair => pair.Key == "text" || (pair.Key == "kind" && (string?)pair.Value == "text"));

    private static IEnumerable<JsonObject> Objects(JsonNode? node) => node switch
    {
        JsonObject parent => parent.SelectMany(pair => Objects(pair.Value)).Prepend(parent),
        JsonArray array => array.SelectMany(Objects),
        _ => [],
    };

    // Behind joining, what came with append has one text.
    [GeneratedRegex("^(tick( \\d)?)+$")]
    private static partial Regex Ticks();

    [GeneratedRegex("\"artifact\":.*\"text\":\"tick [2-9]\"")]
    private static partial Regex LateTick();
}
