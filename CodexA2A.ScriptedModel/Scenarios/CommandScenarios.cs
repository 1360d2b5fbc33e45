using CodexA2A.ScriptedModel.Steps;

namespace CodexA2A.ScriptedModel.Scenarios;

/// <summary>Turns in which commands run.</summary>
internal static class CommandScenarios
{
    private static readonly Parameter Cmd = new("cmd", "echo hello from the shell", "the command; the body wins");
    private static readonly Parameter Folder = new("workdir", "", "the command's folder");

    public static IEnumerable<ScenarioDefinition> All { get; } =
    [
        new("shell", "Runs a command and quotes its output.",
            [Cmd, Folder, new("say", "", "a remark before the command")], Shell),
        new("commands", "Runs several commands.",
            [new("count", "3", "how many"), new("together", "false", "ask for all of them in one reply")], Commands),
        new("escalate", "Asks to run a command outside the sandbox.",
            [Cmd, new("why", "The command needs the network.", "the justification shown to the person")], Escalate),
        new("until", "Runs a command that ends when a file appears.",
            [new("file", "release", "the file, in the workspace or absolute"), new("output", "0", "lines printed first")], Until),
        new("output", "A command that prints many lines.", [new("lines", "2000", "how many")], Output),
        new("background", "Starts a command and answers while it still runs.",
            [new("file", "release", "the file that ends it")], Background),
    ];

    private static IEnumerable<Step> Shell(Scene scene)
    {
        if (scene.Request.Round == 0 && scene.Arguments.Optional("say") is { } remark)
        {
            return [.. scene.Say(remark, phase: Scene.Commentary), .. Run(scene, scene.Arguments.BodyOr("cmd"), Options(scene))];
        }

        return Run(scene, scene.Arguments.BodyOr("cmd"), Options(scene));
    }

    private static IEnumerable<Step> Escalate(Scene scene) => Run(
        scene, scene.Arguments.BodyOr("cmd"), new ShellOptions { Justification = scene.Arguments.Text("why") });

    private static IEnumerable<Step> Output(Scene scene) => Run(
        scene,
        $"i=0; while [ $i -lt {scene.Arguments.Number("lines")} ]; do i=$((i+1)); echo \"line $i of the output\"; done",
        ShellOptions.Default);

    private static IEnumerable<Step> Until(Scene scene) =>
        Run(scene, UntilCommand(scene.Arguments.Text("file"), scene.Arguments.Number("output")), ShellOptions.Default);

    private static IEnumerable<Step> Background(Scene scene) => scene.Request.Round == 0
        ? [scene.Tools.Shell(UntilCommand(scene.Arguments.Text("file"), 0), new ShellOptions { YieldMilliseconds = 250 })]
        : scene.Say("The command goes on in the background.");

    private static IEnumerable<Step> Commands(Scene scene)
    {
        var count = scene.Arguments.Number("count", 100);
        var done = scene.Request.Round;
        if (done >= count)
        {
            return scene.Say("The commands said: " + string.Join(", ", scene.Request.ToolOutputs.Select(CommandOutput.Quote)) + ".");
        }

        var next = scene.Arguments.Flag("together") ? Enumerable.Range(done + 1, count - done) : [done + 1];
        return next.Select(number => scene.Tools.Shell($"echo command {number} of {count}"));
    }

    /// <summary>Runs a command, waits for its end however long it takes, and quotes what it printed.</summary>
    private static IEnumerable<Step> Run(Scene scene, string command, ShellOptions options)
    {
        if (scene.Request.Round == 0)
        {
            return [scene.Tools.Shell(command, options)];
        }

        var last = scene.Request.ToolOutputs[^1];
        return CommandOutput.RunningSession(last) is { } session
            ? [scene.Tools.Poll(session)]
            : scene.Say($"The command said: {CommandOutput.Quote(last)}");
    }

    private static ShellOptions Options(Scene scene) => new() { Folder = scene.Arguments.Optional("workdir") };

    private static string UntilCommand(string file, int lines)
    {
        var quoted = $"'{file.Replace("'", "'\\''", StringComparison.Ordinal)}'";
        // Codex streams no output of a command's first moments, so the first line waits for them to pass.
        return $"sleep 0.3; echo waiting; for i in $(seq {lines}); do echo \"line $i\"; done; until [ -e {quoted} ]; do sleep 0.05; done; echo released";
    }
}
