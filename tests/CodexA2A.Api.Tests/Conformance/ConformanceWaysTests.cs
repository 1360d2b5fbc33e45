using System.Text.Json.Nodes;
using CodexA2A.Api.Tests.Support;
using CodexA2A.Api.Tests.Ways;
using CodexA2A.Cli.Conformance;

namespace CodexA2A.Api.Tests.Conformance;

/// <summary>The agent of <c>serve --conformance</c>, asked in each of the five ways: every beginning of a message id that means something.</summary>
public sealed class ConformanceWaysTests
{
    private const string Completed = "TASK_STATE_COMPLETED";
    private const string Waits = "TASK_STATE_INPUT_REQUIRED";

    /// <summary>What the task comes to: its state, what it says, and the parts of its artifact.</summary>
    private static readonly Dictionary<string, (string State, string? Says, string? Parts)> Tasks = new()
    {
        ["tck-complete-task"] = (Completed, "Hello from TCK", null),
        ["anything-else"] = (Completed, "Hello from TCK", null),
        ["tck-reject-task"] = ("TASK_STATE_REJECTED", "Task rejected", null),
        ["tck-input-required"] = (Waits, "Input required", null),
        ["tck-artifact-text"] = (Completed, null, """[{"text":"Generated text content"}]"""),
        ["tck-artifact-file"] = (Completed, null, """[{"raw":"R2VuZXJhdGVkIGZpbGUgY29udGVudA==","filename":"output.txt","mediaType":"text/plain"}]"""),
        ["tck-artifact-file-url"] = (Completed, null, """[{"url":"https://example.com/output.txt","filename":"output.txt","mediaType":"text/plain"}]"""),
        ["tck-artifact-data"] = (Completed, null, """[{"data":{"key":"value","count":42}}]"""),
        ["tck-stream-001"] = (Completed, null, """[{"text":"Stream text content"}]"""),
        ["tck-stream-003"] = (Completed, null, """[{"text":"Stream text content"}]"""),
        ["tck-stream-ordering-001"] = (Completed, null, """[{"text":"Stream text content"}]"""),
        ["tck-stream-artifact-text"] = (Completed, null, """[{"text":"Stream text content"}]"""),
        ["tck-stream-artifact-chunked"] = (Completed, null, """[{"text":"chunk-1 chunk-2"}]"""),
    };

    public static TheoryData<Way> Ways => [.. Enum.GetValues<Way>()];

    [Fact]
    public void Every_beginning_is_asked() => Assert.Empty(ConformanceScript.Prefixes.Except([.. Tasks.Keys, "tck-message-response"]));

    [Theory, MemberData(nameof(Ways))]
    public async Task A_task_comes_to_what_its_message_asked_for(Way way)
    {
        await using var host = await StartAsync();
        var speaker = Speaker.Of(way, host.Api);
        using var ended = speaker as IDisposable;
        foreach (var (prefix, expected) in Tasks)
        {
            var said = await speaker.SayAsync(Sending(prefix));
            var task = said!.Result!["task"]!;
            Assert.Equal((prefix, expected.State, expected.Says), (prefix, (string?)task["status"]!["state"], (string?)task["status"]!["message"]?["parts"]![0]!["text"]));
            Assert.True(JsonNode.DeepEquals(Parts(expected.Parts, way), task["artifacts"]?.AsArray().Single()!["parts"]), $"{prefix}: {task.ToJsonString()}");
        }
    }

    [Theory, MemberData(nameof(Ways))]
    public async Task A_stream_shows_what_the_task_goes_through(Way way)
    {
        await using var host = await StartAsync();
        var speaker = Speaker.Of(way, host.Api);
        using var ended = speaker as IDisposable;
        foreach (var (prefix, expected) in Tasks)
        {
            var events = await ListenAsync(speaker, prefix);
            Assert.Equal("TASK_STATE_SUBMITTED", (string?)events[0]["task"]!["status"]!["state"]);
            Assert.Equal(expected.State, (string?)events[^1]["statusUpdate"]!["status"]!["state"]);
            Assert.Equal(
                (prefix, expected.Parts is null ? 0 : prefix == "tck-stream-artifact-chunked" ? 2 : 1, prefix.StartsWith("tck-stream", StringComparison.Ordinal) ? 1 : 0),
                (prefix, events.Count(item => item["artifactUpdate"] is not null), events.Count(item => (string?)item["statusUpdate"]?["status"]!["state"] == "TASK_STATE_WORKING")));
        }
    }

    [Theory, MemberData(nameof(Ways))]
    public async Task A_message_is_answered_by_a_message_alone(Way way)
    {
        await using var host = await StartAsync();
        var speaker = Speaker.Of(way, host.Api);
        using var ended = speaker as IDisposable;
        var answer = (await speaker.SayAsync(Sending("tck-message-response")))!.Result!["message"]!;
        Assert.Equal(("Direct message response", "ROLE_AGENT"), ((string?)answer["parts"]![0]!["text"], (string?)answer["role"]));
        var only = Assert.Single(await ListenAsync(speaker, "tck-message-response"));
        Assert.Equal("Direct message response", (string?)only["message"]!["parts"]![0]!["text"]);
    }

    [Theory, MemberData(nameof(Ways))]
    public async Task A_task_waits_until_it_is_told_to_complete_or_is_canceled(Way way)
    {
        await using var host = await StartAsync();
        var speaker = Speaker.Of(way, host.Api);
        using var ended = speaker as IDisposable;
        var id = (string)(await speaker.SayAsync(Sending("tck-input-required")))!.Result!["task"]!["id"]!;
        foreach (var (prefix, state) in (IEnumerable<(string, string)>)[("tck-input-required", Waits), ("other", Waits), ("tck-complete-task", Completed)])
        {
            var task = (await speaker.SayAsync(Sending(prefix, id)))!.Result!["task"]!;
            Assert.Equal((id, state), ((string?)task["id"], (string?)task["status"]!["state"]));
        }

        var other = (string)(await speaker.SayAsync(Sending("tck-input-required")))!.Result!["task"]!["id"]!;
        var canceled = await speaker.SayAsync(new Call(Methods.CancelTask, new JsonObject { ["id"] = other }));
        Assert.Equal("TASK_STATE_CANCELED", (string?)canceled!.Result!["status"]!["state"]);
    }

    private static Task<ConformanceHost> StartAsync() => ConformanceHost.StartAsync();

    private static Call Sending(string prefix, string? taskId = null) => Call.Send("any text", taskId).With(request => request["message"]!["messageId"] = prefix + "-1");

    private static async Task<List<JsonObject>> ListenAsync(Speaker speaker, string prefix)
    {
        var events = new List<JsonObject>();
        await foreach (var item in speaker.ListenAsync(Sending(prefix) with { Operation = Methods.SendStreamingMessage }))
        {
            events.Add(item);
        }

        return events;
    }

    /// <summary>A file has no name over the HTTP+JSON binding of 0.3 (Compat/V03/README.md).</summary>
    private static JsonArray? Parts(string? parts, Way way)
    {
        var expected = parts is null ? null : JsonNode.Parse(parts)!.AsArray();
        if (way == Way.Rest03 && expected is not null) expected[0]!.AsObject().Remove("filename");
        return expected;
    }
}
