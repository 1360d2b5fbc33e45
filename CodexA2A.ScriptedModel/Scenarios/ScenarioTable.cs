using System.Collections.Frozen;
using CodexA2A.ScriptedModel.Requests;
using CodexA2A.ScriptedModel.Steps;

namespace CodexA2A.ScriptedModel.Scenarios;

/// <summary>All scenarios by name, and the choice of one for a request.</summary>
internal sealed class ScenarioTable
{
    private readonly FrozenDictionary<string, ScenarioDefinition> scenarios;

    /// <summary>Everything that can be played: built in first, then script files.</summary>
    public IReadOnlyList<ScenarioDefinition> All { get; }

    /// <summary>The built-in scenarios and those of script files, which may not reuse a name.</summary>
    public ScenarioTable(IEnumerable<ScenarioDefinition> scripts)
    {
        All = [.. BuiltIn, .. scripts];
        scenarios = All.ToFrozenDictionary(scenario => scenario.Name, StringComparer.Ordinal);
    }

    /// <summary>What the server can play without script files.</summary>
    public static IReadOnlyList<ScenarioDefinition> BuiltIn { get; } =
    [
        .. DemoScenario.All, .. TextScenarios.All, .. JsonScenarios.All, .. CommandScenarios.All, .. PatchScenarios.All,
        .. AskScenarios.All, .. AgentScenarios.All, .. CodeScenarios.All, .. MemoryScenarios.All, .. FaultScenarios.All, .. LimitScenarios.All,
    ];

    /// <summary>The scenario's name and steps for a request.</summary>
    /// <exception cref="BadRequestException">The message names a scenario or parameter that does not exist.</exception>
    public (string Name, IEnumerable<Step> Steps) Choose(ModelRequest request, string fallback)
    {
        var directive = CompactionRequest.Is(request)
            ? new Directive(MemoryScenarios.Compaction, FrozenDictionary<string, string>.Empty, "")
            : Directive.Parse(request.UserText)
                ?? JsonScenarios.GoesOn(request)
                ?? new Directive(fallback, FrozenDictionary<string, string>.Empty, "");
        if (!scenarios.TryGetValue(directive.Name, out var scenario))
        {
            throw new BadRequestException(
                "unknown_scenario",
                $"There is no scenario '{directive.Name}'. Known: {string.Join(", ", scenarios.Keys.Order(StringComparer.Ordinal))}.");
        }

        var scene = new Scene(
            request,
            new Arguments(scenario, directive.Values, directive.Body),
            new Reply(request.Model, EstimateTokens(request)));
        var steps = scenario.Play(scene);
        return (scenario.Name, scenario.Bare ? steps : Whole(scene, steps));
    }

    // Lazily, so that the last event counts what was really said.
    private static IEnumerable<Step> Whole(Scene scene, IEnumerable<Step> steps)
    {
        yield return scene.Reply.Created();
        foreach (var step in steps)
        {
            yield return step;
        }

        yield return scene.Reply.Completed();
    }

    private static int EstimateTokens(ModelRequest request) =>
        1 + ((request.UserTexts.Sum(text => text.Length) + request.ToolOutputs.Sum(output => output.Text.Length)) / 4);
}
