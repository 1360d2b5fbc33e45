using System.Text.Json;
using CodexA2A.ScriptedModel.Requests;
using CodexA2A.ScriptedModel.Scenarios;
using CodexA2A.ScriptedModel.Steps;

namespace CodexA2A.Chaos.Tests.Fleet.Turns;

/// <summary>
/// The model of these tests: a thought, a remark, one command, an answer. It is played for a continuation, too ("check what is
/// already done"): what is done it takes from its history alone, as the conversation says it, and never from the command's file.
/// So a turn that goes on although its command may have run has two lines in that file, and the test sees it.
/// </summary>
internal static class TurnPlay
{
    /// <summary>A command that never succeeds is not tried for ever.</summary>
    private const int MostTries = 4;

    public static ScenarioDefinition Scenario { get; } = new(
        TurnText.Scenario,
        "A turn whose owner may be killed at any of its points.",
        [new("name", "", "the turn"), new("point", "None", "its point"), new("words", "6", "of the answer"), new("delay", "2", "before a word"), new("gate", "none", "to pass first")],
        Play);

    private static IEnumerable<Step> Play(Scene scene)
    {
        var text = scene.Request.UserTexts.Select(TurnText.Parse).LastOrDefault(text => text is not null);
        if (text is null)
        {
            return scene.Say("There is nothing to do.");
        }

        if (IsDone(scene.Request, text))
        {
            return Ending(scene, text);
        }

        return scene.Request.ToolOutputs.Count == 0 ? Beginning(scene, text)
            : CommandOutput.RunningSession(scene.Request.ToolOutputs[^1]) is { } session ? [scene.Tools.Poll(session)]
            : scene.Request.Round < MostTries ? [Command(scene, text)]
            : scene.Say("It cannot be done.");
    }

    private static IEnumerable<Step> Beginning(Scene scene, TurnText text) =>
    [
        new PassGate(text.Gate),
        new PassGate(text.GateAt(TurnPoint.TurnStarted)),
        .. Passing(scene.Think(["I look at what is there. Then I do it."], delay: text.Delay), text.GateAt(TurnPoint.InReasoning)),
        .. scene.Say(Words("Now it is done by a command."), text.Delay, Scene.Commentary, text.GateAt(TurnPoint.InText), gateAt: 3),
        new PassGate(text.GateAt(TurnPoint.BeforeCommand)),
        Command(scene, text),
    ];

    private static IEnumerable<Step> Ending(Scene scene, TurnText text) =>
    [
        new PassGate(text.GateAt(TurnPoint.AfterCommand)),
        .. scene.Say(
            [.. Enumerable.Range(1, text.Words).Select(number => FormattableString.Invariant($"word-{number} ")), text.Answer], text.Delay, Scene.FinalAnswer),
        new PassGate(text.GateAt(TurnPoint.AtTheEnd)),
    ];

    private static SendEvent Command(Scene scene, TurnText text)
    {
        var wait = text.Point == TurnPoint.InCommand ? $" && until [ -e {TurnFiles.Go(text.Name)} ]; do sleep 0.05; done" : "";
        return scene.Tools.Shell(
            $"echo line >> {TurnFiles.Effect(text.Name)}{wait} && echo {text.Printed}",
            new ShellOptions { Justification = text.Asks ? "It shall run." : null });
    }

    // Behind the third step: some of it is said, and some is not.
    private static IEnumerable<Step> Passing(IEnumerable<Step> steps, string gate) =>
        steps.SelectMany((step, i) => i == 5 ? [step, new PassGate(gate)] : new[] { step });

    private static IEnumerable<string> Words(string text) => text.Split(' ').Select(word => word + " ");

    // What any command of this turn printed, in whichever attempt.
    private static bool IsDone(ModelRequest request, TurnText text) =>
        request.Body.GetProperty("input").EnumerateArray().Any(item =>
            item.TryGetProperty("type", out var type)
            && type.ValueKind == JsonValueKind.String
            && type.GetString()!.EndsWith("_output", StringComparison.Ordinal)
            && item.GetProperty("output").GetRawText().Contains(text.Printed, StringComparison.Ordinal));
}
