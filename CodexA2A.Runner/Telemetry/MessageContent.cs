using System.Text.Json.Nodes;
using CodexA2A.Runner.Mapping.Artifacts;
using CodexA2A.Runner.Mapping.Text;

namespace CodexA2A.Runner.Telemetry;

/// <summary>What was said, in the form of the conventions for generative AI. Only with <c>Telemetry:MessageContent</c>; texts only, and bounded.</summary>
internal static class MessageContent
{
    private const int MaxCharacters = 8192;

    /// <summary>The texts of a message as a JSON array with one message.</summary>
    public static string Of(string role, IEnumerable<Part> parts) => Json(role, parts);

    /// <summary>What the agent said in a task, as a JSON array with one message.</summary>
    public static string Of(string role, AgentTask task) =>
        Json(role, (task.Artifacts ?? []).Where(artifact => artifact.Name is ArtifactKinds.Answer or ArtifactKinds.Commentary).SelectMany(artifact => artifact.Parts));

    private static string Json(string role, IEnumerable<Part> parts)
    {
        var said = new JsonArray();
        var left = MaxCharacters;
        foreach (var text in parts.Select(part => part.Text).Where(text => !string.IsNullOrEmpty(text)))
        {
            if (left <= 0)
            {
                break;
            }

            var shown = text!.Length <= left ? text : BoundedText.Head(text, left);
            left -= shown.Length;
            said.Add((JsonNode)new JsonObject { ["type"] = "text", ["content"] = shown });
        }

        return new JsonArray((JsonNode)new JsonObject { ["role"] = role, ["parts"] = said }).ToJsonString();
    }
}
