using System.Text.Json.Nodes;
using CodexA2A.Api.Tests.Push;

namespace CodexA2A.Api.Tests.Captures;

/// <summary>Compares what webhooks were sent: when each event came is another each time, what it looks like is not.</summary>
internal static class Hooked
{
    private static readonly string[] Values = ["state", "role", "kind", "append", "lastChunk"];

    public static IEnumerable<string> Differences(IReadOnlyList<Sent> recorded, IReadOnlyList<Received> own)
    {
        var theirs = recorded.SelectMany(one => Said(
            one.Method + " " + one.Path, one.Headers.ToDictionary(header => header.Name, header => header.Value, StringComparer.OrdinalIgnoreCase), JsonNode.Parse(one.Body)!)).ToHashSet();
        var ours = own.SelectMany(one => Said(one.Path, one.Headers, one.Json)).ToHashSet();
        return theirs.Except(ours).Select(said => "-" + said).Concat(ours.Except(theirs).Select(said => "+" + said)).Order(StringComparer.Ordinal);
    }

    private static IEnumerable<string> Said(string path, Dictionary<string, string> headers, JsonNode body)
    {
        var normal = Normal.Of(body)!;
        if (Normal.TakePosition(normal)) yield return "metadata: shared";
        foreach (var name in (string[])["Content-Type", "X-A2A-Notification-Token", "Authorization", "X-A2A-Event-Id"])
        {
            if (headers.TryGetValue(name, out var value)) yield return $"{path} {name}{(name == "X-A2A-Event-Id" ? "" : ": " + value)}";
        }

        foreach (var leaf in Leaves(normal, "")) yield return $"{path} {leaf}";
    }

    private static IEnumerable<string> Leaves(JsonNode? node, string path) => node switch
    {
        JsonObject parent => parent.SelectMany(pair => Values.Contains(pair.Key) ? [$"{path}.{pair.Key}={pair.Value?.ToJsonString()}"] : Leaves(pair.Value, $"{path}.{pair.Key}")),
        JsonArray array => array.SelectMany(item => Leaves(item, path + "[]")),
        _ => [$"{path} {node?.GetValueKind()}"],
    };
}
