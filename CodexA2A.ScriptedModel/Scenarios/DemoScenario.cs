using CodexA2A.ScriptedModel.Steps;

namespace CodexA2A.ScriptedModel.Scenarios;

/// <summary>The turn for a newcomer, and for every message that names no scenario: a bit of everything.</summary>
internal static class DemoScenario
{
    public const string Name = "demo";

    private const string Command = "for word in one two three; do sleep 0.3; echo $word; done | tee words.txt";
    private const int MaxQuote = 120;

    public static IEnumerable<ScenarioDefinition> All { get; } =
        [new(Name, "A thought, a remark, a command, a patch and an answer. Also played when no scenario is named.",
            [new("delay", "15", "milliseconds before each delta")], Play)];

    private static IEnumerable<Step> Play(Scene scene)
    {
        var delay = scene.Arguments.Milliseconds("delay");
        return scene.Request.Round switch
        {
            0 =>
            [
                .. scene.Think(["**Looking at the task**\n\nI will run one command, write one file and report."], delay: delay),
                .. scene.Say("I start with a command that prints three words and keeps them in a file.", delay, Scene.Commentary),
                scene.Tools.Shell(Command),
            ],
            1 =>
            [
                .. scene.Say("Now I add a file with a patch.", delay, Scene.Commentary),
                scene.Tools.Patch(PatchText.Add("hello.txt", "Hello from the scripted model.")),
            ],
            _ => scene.Say(Answer(scene), delay, Scene.FinalAnswer),
        };
    }

    private static string Answer(Scene scene)
    {
        var asked = scene.Request.UserText.ReplaceLineEndings(" ").Trim();
        asked = asked.Length <= MaxQuote ? asked : asked[..MaxQuote] + "…";
        var counted = CommandOutput.Quote(scene.Request.ToolOutputs[0]).ReplaceLineEndings(", ");
        return $"Done. You said: \"{asked}\". The command printed \"{counted}\", and the patch added hello.txt. " +
            "A script wrote this answer, not a language model; the turn, the command and the patch were real.";
    }
}
