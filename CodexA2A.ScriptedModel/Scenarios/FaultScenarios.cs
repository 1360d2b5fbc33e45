using CodexA2A.ScriptedModel.Requests;
using CodexA2A.ScriptedModel.Steps;

namespace CodexA2A.ScriptedModel.Scenarios;

/// <summary>What a model service can do wrong.</summary>
internal static class FaultScenarios
{
    private static readonly Parameter Times = new("times", "0", "fail only the first so many tries, then answer; 0 is always");
    private static readonly Parameter Tokens = new("tokens", "10", "words before the fault");

    public static IEnumerable<ScenarioDefinition> All { get; } =
    [
        Fault("error", "An HTTP error.",
            [
                new("status", "500", "the status"), new("code", "", "the error's code; empty for a fitting one"),
                new("retry-after", "", "seconds of the Retry-After header"), Times,
            ],
            Error),
        Fault("quota", "The account has no money left.", [new("sse", "false", "say so inside the stream, not by HTTP 429")], Quota),
        Fault("failed", "The stream begins, then says that the response failed.",
            [new("code", "context_length_exceeded", "the error's code, for example server_is_overloaded"), Times], Failed),
        Fault("incomplete", "The response stops early.", [Tokens, new("reason", "max_output_tokens", "the reason")], Incomplete),
        Fault("cut", "The connection breaks in the middle of the text.", [Tokens, Times with { Default = "1" }], Broken),
        Fault("eof", "The stream ends without its last event.",
            [Tokens, Times with { Default = "1" }, new("message", "false", "end after the whole message, not inside it")], Eof),
        Fault("hang", "Nothing more comes.",
            [new("headers", "true", "send the response headers first"), Tokens with { Default = "0" }, Times], Stall),
        Fault("garbage", "A data line that is no JSON stands between the words.", [], Garbage),
    ];

    private static ScenarioDefinition Fault(
        string name, string summary, IReadOnlyList<Parameter> parameters, Func<Scene, IEnumerable<Step>> play) =>
        new(name, summary, parameters, play) { Bare = true };

    private static IEnumerable<Step> Error(Scene scene)
    {
        var status = scene.Arguments.Number("status", 599);
        if (status < 400)
        {
            throw new BadRequestException("bad_scenario", "'status' must be from 400 to 599.");
        }

        var code = scene.Arguments.Optional("code") ?? HttpFault.Code(status);
        TimeSpan? retryAfter = scene.Arguments.Optional("retry-after") is null
            ? null
            : TimeSpan.FromSeconds(scene.Arguments.Number("retry-after", 3600));
        return IsOver(scene) ? Recovered(scene) : [HttpFault.Refuse(status, code, retryAfter)];
    }

    private static IEnumerable<Step> Quota(Scene scene) => scene.Arguments.Flag("sse")
        ? [scene.Reply.Created(), scene.Reply.Failed("insufficient_quota", HttpFault.Message("insufficient_quota"))]
        : [HttpFault.Refuse(429, "insufficient_quota", null)];

    private static IEnumerable<Step> Failed(Scene scene)
    {
        var code = scene.Arguments.Text("code");
        return IsOver(scene)
            ? Recovered(scene)
            : [scene.Reply.Created(), scene.Reply.Failed(code, HttpFault.Message(code))];
    }

    private static IEnumerable<Step> Incomplete(Scene scene) =>
    [
        scene.Reply.Created(),
        .. scene.Say(Words.Numbered(scene.Arguments.Number("tokens"))),
        scene.Reply.Incomplete(scene.Arguments.Text("reason")),
    ];

    private static IEnumerable<Step> Broken(Scene scene) =>
        IsOver(scene) ? Recovered(scene) : [.. Half(scene), new Pause(TimeSpan.FromMilliseconds(50)), new Cut()];

    private static IEnumerable<Step> Eof(Scene scene)
    {
        if (IsOver(scene))
        {
            return Recovered(scene);
        }

        return scene.Arguments.Flag("message")
            ? [scene.Reply.Created(), .. scene.Say(Words.Numbered(scene.Arguments.Number("tokens")))]
            : Half(scene);
    }

    private static IEnumerable<Step> Stall(Scene scene)
    {
        if (IsOver(scene))
        {
            return Recovered(scene);
        }

        if (!scene.Arguments.Flag("headers"))
        {
            return [new Hang()];
        }

        return scene.Arguments.Number("tokens") == 0 ? [new OpenStream(), new Hang()] : [.. Half(scene), new Hang()];
    }

    private static IEnumerable<Step> Garbage(Scene scene)
    {
        var message = new MessageItem(scene.Reply, null);
        return
        [
            scene.Reply.Created(), message.Added(), message.Delta("before "),
            new SendRaw("event: response.output_text.delta\ndata: this is not JSON"), new SendRaw(": a comment"),
            new SendRaw("event: response.unknown_thing\ndata: {\"type\":\"response.unknown_thing\",\"x\":1}"),
            message.Delta("after"), message.Done(), scene.Reply.Completed(),
        ];
    }

    /// <summary>A message that never ends.</summary>
    private static IEnumerable<Step> Half(Scene scene)
    {
        var message = new MessageItem(scene.Reply, null);
        return
        [
            scene.Reply.Created(), message.Added(),
            .. Words.Numbered(scene.Arguments.Number("tokens")).Select(message.Delta),
        ];
    }

    private static IEnumerable<Step> Recovered(Scene scene) =>
        [scene.Reply.Created(), .. scene.Say($"It worked at try {scene.Request.Attempt}."), scene.Reply.Completed()];

    private static bool IsOver(Scene scene) =>
        scene.Arguments.Number("times", 1000) is > 0 and var times && scene.Request.Attempt > times;
}
