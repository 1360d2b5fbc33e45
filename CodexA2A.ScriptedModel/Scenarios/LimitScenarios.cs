using System.Globalization;
using CodexA2A.ScriptedModel.Steps;

namespace CodexA2A.ScriptedModel.Scenarios;

/// <summary>Turns of an account with limits, which a model service tells in its response headers.</summary>
internal static class LimitScenarios
{
    public static IEnumerable<ScenarioDefinition> All { get; } =
    [
        new("limits", "Says how much of the account's limits is used, in the response headers, and answers.",
            [new("primary", "25", "percent used of five hours"), new("secondary", "50", "percent used of a week")], Play) { Bare = true },
    ];

    private static IEnumerable<Step> Play(Scene scene) =>
    [
        .. Window("primary", scene.Arguments.Number("primary", 100), 300),
        .. Window("secondary", scene.Arguments.Number("secondary", 100), 10_080),
        scene.Reply.Created(),
        .. scene.Say("The limits are told."),
        scene.Reply.Completed(),
    ];

    private static IEnumerable<Step> Window(string name, int used, int minutes) =>
    [
        new AddHeader($"x-codex-{name}-used-percent", used.ToString(CultureInfo.InvariantCulture)),
        new AddHeader($"x-codex-{name}-window-minutes", minutes.ToString(CultureInfo.InvariantCulture)),
        new AddHeader($"x-codex-{name}-reset-at", "1800000000"),
    ];
}
