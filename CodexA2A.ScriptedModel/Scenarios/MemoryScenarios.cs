using System.Globalization;
using CodexA2A.ScriptedModel.Steps;

namespace CodexA2A.ScriptedModel.Scenarios;

/// <summary>Turns that tell what the model was sent, so that a test can see what arrived.</summary>
internal static class MemoryScenarios
{
    /// <summary>Answers Codex's request to sum up a long conversation.</summary>
    public const string Compaction = "compaction";

    public static IEnumerable<ScenarioDefinition> All { get; } =
    [
        new("echo", "Repeats the message's body and names its images.", [], Echo),
        new("history", "Lists the messages of the conversation so far.", [], History),
        new(Compaction, "The summary that Codex asks for when a conversation is long (chosen by itself).", [], Compact),
    ];

    private static IEnumerable<Step> Echo(Scene scene)
    {
        var images = scene.Request.Images.Count == 0 ? "" : $" [images: {string.Join(", ", scene.Request.Images)}]";
        return scene.Say($"You said: {scene.Arguments.Body}{images}");
    }

    private static IEnumerable<Step> History(Scene scene)
    {
        var lines = scene.Request.UserTexts.Select((text, index) =>
            string.Create(CultureInfo.InvariantCulture, $"{index + 1}. {Shorten(text)}"));
        return scene.Say("The conversation so far:\n" + string.Join('\n', lines));
    }

    private static IEnumerable<Step> Compact(Scene scene) => scene.Say(
        $"Summary: {scene.Request.UserTexts.Count} messages were written. The last one about the work was: " +
        Shorten(scene.Request.UserTexts.LastOrDefault(text => !CompactionRequest.IsPrompt(text)) ?? "none"));

    private static string Shorten(string text)
    {
        const int Most = 200;
        var line = text.ReplaceLineEndings(" ");
        return line.Length <= Most ? line : line[..Most] + "…";
    }
}
