using CodexA2A.ScriptedModel.Requests;
using CodexA2A.ScriptedModel.Steps;

namespace CodexA2A.ScriptedModel.Scenarios;

/// <summary>Answers in JSON, for a client that asks for a schema.</summary>
internal static class JsonScenarios
{
    /// <summary>Goes on in later messages as long as these choose nothing and want JSON: they ask for the answer again.</summary>
    public const string Name = "json";

    public static IEnumerable<ScenarioDefinition> All { get; } =
    [
        new(Name, "Answers the body, which is JSON; asked again by a message that names no scenario, it goes on counting.",
            [new("bad", "0", "so many answers are something else before"), new("wrong", "{}", "what they are"), new("gate", "", "name of a gate to pass inside the message"),
                new("gated", "", "pass it only when asked for the so manieth time, from 0; empty for each")], Json),
    ];

    /// <summary>The directive of an earlier message that a request goes on with; null when it asks for no JSON, or none was before.</summary>
    public static Directive? GoesOn(ModelRequest request) =>
        request.WantsJson ? Begun(request)?.Directive : null;

    private static IEnumerable<Step> Json(Scene scene)
    {
        var asked = Begun(scene.Request)?.Again ?? 0;
        var text = asked < scene.Arguments.Number("bad") ? scene.Arguments.Text("wrong") : scene.Arguments.Body;
        var gate = scene.Arguments.Optional("gate");
        return scene.Say([text], gate: scene.Arguments.Optional("gated") is null || scene.Arguments.Number("gated") == asked ? gate : null);
    }

    private static (Directive Directive, int Again)? Begun(ModelRequest request)
    {
        for (var again = 0; again < request.UserTexts.Count; again++)
        {
            if (Directive.Parse(request.UserTexts[request.UserTexts.Count - 1 - again]) is { } directive)
            {
                return directive.Name == Name ? (directive, again) : null;
            }
        }

        return null;
    }
}
