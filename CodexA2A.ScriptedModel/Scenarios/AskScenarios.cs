using CodexA2A.ScriptedModel.Steps;

namespace CodexA2A.ScriptedModel.Scenarios;

/// <summary>Turns that show a plan or ask a person.</summary>
internal static class AskScenarios
{
    private static readonly string[] PlanSteps = ["Read the code", "Change it", "Run the tests"];

    public static IEnumerable<ScenarioDefinition> All { get; } =
    [
        new("plan", "Makes a plan and works through it (needs the tool update_plan).", [], Plan),
        new("question", "Asks a question with choices (needs the tool request_user_input).",
            [
                new("text", "Which colour shall it have?", "the question"),
                new("options", "Blue,Green", "the choices, or empty for free text"),
                new("secret", "false", "the answer must not be shown"),
            ],
            Question),
        new("call", "Calls any tool; the body is its JSON arguments.",
            [new("name", "view_image", "the tool"), new("namespace", "", "its namespace, for example mcp__server")], Call),
    ];

    private static IEnumerable<Step> Plan(Scene scene)
    {
        var done = scene.Request.Round;
        if (done > PlanSteps.Length)
        {
            return scene.Say("The plan is done.");
        }

        return
        [
            scene.Tools.Call("update_plan", writer =>
            {
                writer.WriteString("explanation", done == 0 ? "This is the plan." : $"Step {done} is done.");
                writer.WriteStartArray("plan");
                for (var step = 0; step < PlanSteps.Length; step++)
                {
                    writer.WriteStartObject();
                    writer.WriteString("step", PlanSteps[step]);
                    writer.WriteString("status", step < done ? "completed" : step == done ? "in_progress" : "pending");
                    writer.WriteEndObject();
                }

                writer.WriteEndArray();
            }),
        ];
    }

    private static IEnumerable<Step> Question(Scene scene)
    {
        if (scene.Request.Round > 0)
        {
            return scene.Say($"The answer was: {CommandOutput.Quote(scene.Request.ToolOutputs[^1])}");
        }

        var options = scene.Arguments.Text("options").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        return [scene.Tools.Ask(scene.Arguments.BodyOr("text"), options, scene.Arguments.Flag("secret"))];
    }

    private static IEnumerable<Step> Call(Scene scene) => scene.Request.Round == 0
        ? [scene.Tools.Call(scene.Arguments.Text("name"), scene.Arguments.Body.Length > 0 ? scene.Arguments.Body : "{}", scene.Arguments.Optional("namespace"))]
        : scene.Say($"The tool said: {CommandOutput.Quote(scene.Request.ToolOutputs[^1])}");
}
