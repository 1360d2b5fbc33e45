using CodexA2A.ScriptedModel.Steps;

namespace CodexA2A.ScriptedModel.Scenarios;

/// <summary>Turns in which files change.</summary>
internal static class PatchScenarios
{
    public static IEnumerable<ScenarioDefinition> All { get; } =
    [
        new("patch", "Adds a file, then changes it; or applies the body, a patch in Codex's format.",
            [new("file", "notes.txt", "the file, in the workspace or absolute"), new("update", "true", "also change the file")], Patch),
        new("patch-outside", "Writes a file outside the workspace, so that approval is asked.",
            [new("file", "../outside.txt", "the file")], Outside),
    ];

    private static IEnumerable<Step> Patch(Scene scene)
    {
        if (scene.Arguments.Body.Length > 0)
        {
            return One(scene, scene.Arguments.Body + "\n");
        }

        var file = scene.Arguments.Text("file");
        return scene.Request.Round switch
        {
            0 => [scene.Tools.Patch(PatchText.Add(file, "first line", "second line"))],
            1 when scene.Arguments.Flag("update") =>
                [scene.Tools.Patch(PatchText.Replace(file, "first line", "second line", "second line, changed"))],
            _ => scene.Say($"The file {file} is written."),
        };
    }

    private static IEnumerable<Step> Outside(Scene scene) =>
        One(scene, PatchText.Add(scene.Arguments.Text("file"), "written outside"));

    private static IEnumerable<Step> One(Scene scene, string patch) => scene.Request.Round == 0
        ? [scene.Tools.Patch(patch)]
        : scene.Say($"The patch said: {CommandOutput.Quote(scene.Request.ToolOutputs[^1])}");
}
