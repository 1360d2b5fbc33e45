using CodexA2A.ScriptedModel.Steps;

namespace CodexA2A.ScriptedModel.Scenarios;

/// <summary>Turns of a model in code mode. (Every other scenario with tools works there too.)</summary>
internal static class CodeScenarios
{
    private const string Source =
        """
        const r = await tools.exec_command({cmd: "echo from code mode", yield_time_ms: 10000});
        text(r.output);
        await tools.apply_patch("*** Begin Patch\n*** Add File: code.txt\n+written in code mode\n*** End Patch\n");
        text("patched");
        """;

    public static IEnumerable<ScenarioDefinition> All { get; } =
        [new("code", "Runs JavaScript in code mode: the body, or a command and a patch (model scripted-code).", [], Play)];

    private static IEnumerable<Step> Play(Scene scene) => scene.Request.Round == 0
        ? [scene.Tools.Code(scene.Arguments.Body.Length > 0 ? scene.Arguments.Body : Source)]
        : scene.Say($"The code said: {CommandOutput.Quote(scene.Request.ToolOutputs[^1])}");
}
