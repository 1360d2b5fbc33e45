using System.Text.RegularExpressions;
using CodexA2A.ScriptedModel.Requests;
using CodexA2A.ScriptedModel.Steps;

namespace CodexA2A.ScriptedModel.Scenarios;

/// <summary>Turns in which the model has a sub-agent work.</summary>
internal static partial class AgentScenarios
{
    private const string Namespace = "multi_agent_v1";

    public static IEnumerable<ScenarioDefinition> All { get; } =
    [
        new("agent", "Gives a sub-agent the body as its message, waits for it and quotes what it said.",
            [new("wait", "true", "wait for the sub-agent before the answer")], Play),
    ];

    private static IEnumerable<Step> Play(Scene scene)
    {
        var round = scene.Request.Round;
        if (round == 0)
        {
            var message = scene.Arguments.Body.Length > 0 ? scene.Arguments.Body : "#text";
            return [scene.Tools.Call("spawn_agent", EventJson.Text(writer => writer.WriteString("message", message)), Namespace)];
        }

        if (round == 1 && scene.Arguments.Flag("wait") && AgentId(scene.Request.ToolOutputs[0]) is { } id)
        {
            return [scene.Tools.Call("wait_agent", EventJson.Text(writer =>
            {
                writer.WriteStartArray("targets");
                writer.WriteStringValue(id);
                writer.WriteEndArray();
                writer.WriteNumber("timeout_ms", 60_000);
            }), Namespace)];
        }

        return scene.Say(round == 1 ? "The sub-agent is at work." : $"The sub-agent said: {CommandOutput.Quote(scene.Request.ToolOutputs[^1])}");
    }

    private static string? AgentId(ToolOutput output) => Id().Match(output.Text) is { Success: true } match ? match.Groups[1].Value : null;

    [GeneratedRegex(@"agent_id\W+([0-9a-f\-]{36})", RegexOptions.CultureInvariant)]
    private static partial Regex Id();
}
