using CodexA2A.ScriptedModel.Steps;

namespace CodexA2A.ScriptedModel.Scenarios;

/// <summary>Turns without tools: text, thoughts, streams of every speed and size.</summary>
internal static class TextScenarios
{
    private static readonly Parameter Delay = new("delay", "0", "milliseconds before each delta");
    private static readonly Parameter Gate = new("gate", "", "name of a gate to pass inside the message");
    private static readonly Parameter At = new("at", "1", "deltas before the gate");

    public static IEnumerable<ScenarioDefinition> All { get; } =
    [
        new("text", "Says the body, or numbered words.", [new("tokens", "8", "words, if there is no body"), Delay, Gate, At], Text),
        new("reasoning", "Thinks (summary and raw), then says the body.",
            [new("parts", "2", "parts of the summary"), new("raw", "true", "also the raw thought"), Delay], Reasoning),
        new("phases", "A commentary message, then a final answer.", [Delay], Phases),
        new("slow", "A stream at the speed of reading.", [new("tokens", "50", "deltas"), Delay with { Default = "60" }, Gate, At], Text),
        new("long", "Many deltas, as fast as they go.", [new("tokens", "20000", "deltas"), Delay, Gate, At], Text),
        new("big", "One delta of many bytes.", [new("bytes", "4194304", "size of the delta")], Big),
        new("unicode", "Emoji, right-to-left, combining marks, controls, line ends.", [Delay], Unicode),
        new("bench", "Deltas for measuring; a stamped one ends with @ and its send time in microseconds of Unix time.",
            [new("tokens", "50", "deltas"), Delay, new("stamp", "false", "put the send time into each delta")], Bench),
    ];

    private static IEnumerable<Step> Text(Scene scene)
    {
        var arguments = scene.Arguments;
        var deltas = arguments.Body.Length > 0 ? Words.Split(arguments.Body) : Words.Numbered(arguments.Number("tokens"));
        return scene.Say(deltas, arguments.Milliseconds("delay"), null, arguments.Optional("gate"), arguments.Number("at"));
    }

    private static IEnumerable<Step> Reasoning(Scene scene)
    {
        var delay = scene.Arguments.Milliseconds("delay");
        var parts = Enumerable.Range(1, scene.Arguments.Number("parts", 100))
            .Select(number => $"**Step {number}**\n\nI look at the question from side {number}.");
        var raw = scene.Arguments.Flag("raw") ? "Raw thought: the script says what comes next." : "";
        return
        [
            .. scene.Think(parts, raw, delay),
            .. scene.Say(scene.Arguments.Body.Length > 0 ? scene.Arguments.Body : "That was a thought, and this is the answer.", delay),
        ];
    }

    private static IEnumerable<Step> Phases(Scene scene)
    {
        var delay = scene.Arguments.Milliseconds("delay");
        return
        [
            .. scene.Say("I start with a remark.", delay, Scene.Commentary),
            .. scene.Say("This is the final answer.", delay, Scene.FinalAnswer),
        ];
    }

    private static IEnumerable<Step> Big(Scene scene) =>
        scene.Say([new string('x', scene.Arguments.Number("bytes", 64 * 1024 * 1024))]);

    private static IEnumerable<Step> Unicode(Scene scene) => scene.Say(
        [
            "Grüße, ", "日本語 ", "\U0001F600", "\U0001F468\u200D\U0001F469\u200D\U0001F467\u200D\U0001F466 ",
            "שלום עולם ", "مرحبا ", "e\u0301 ", "\U0001D11E ", "\u2028\u2029", "tab\tquote\"back\\slash/ ",
            "\u0001\u001F\u007F ", "</script>&amp;<!-- ", "line1\r\nline2\n", "\uFEFF\uFFFD end",
        ],
        scene.Arguments.Milliseconds("delay"));

    private static IEnumerable<Step> Bench(Scene scene)
    {
        var delay = scene.Arguments.Milliseconds("delay");
        var stamp = scene.Arguments.Flag("stamp");
        var message = new MessageItem(scene.Reply, null);
        yield return message.Added();
        for (var number = 1; number <= scene.Arguments.Number("tokens"); number++)
        {
            if (delay > TimeSpan.Zero)
            {
                yield return new Pause(delay);
            }

            yield return stamp ? message.StampedDelta($"t{number}") : message.Delta($"t{number} ");
        }

        yield return message.Done();
    }
}
