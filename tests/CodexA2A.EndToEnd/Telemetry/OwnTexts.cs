using System.Text;
using System.Text.Json.Nodes;

namespace CodexA2A.EndToEnd.Telemetry;

/// <summary>What the agent said in a caller's own task, put together from what the caller got: a piece of an event may end inside a word.</summary>
internal static class OwnTexts
{
    /// <summary>The text of a streamed answer's artifacts, without what the caller said itself.</summary>
    public static string OfStream(string stream) => Of(stream.Split('\n')
        .Where(line => line.StartsWith("data:", StringComparison.Ordinal)).Select(line => JsonNode.Parse(line[5..])!["result"]?["artifactUpdate"]?["artifact"]));

    /// <summary>The same of webhooks' bodies, in their order.</summary>
    public static string OfBodies(IEnumerable<string> bodies) => Of(bodies.Select(body => JsonNode.Parse(body)!["artifactUpdate"]?["artifact"]));

    /// <summary>The same of a task.</summary>
    public static string OfTask(JsonNode task) => Of(task["artifacts"]?.AsArray() ?? []);

    private static string Of(IEnumerable<JsonNode?> artifacts)
    {
        var text = new StringBuilder();
        foreach (var part in artifacts.SelectMany(artifact => artifact?["parts"]?.AsArray() ?? []))
        {
            text.Append((string?)part!["text"]);
        }

        return text.ToString();
    }
}
