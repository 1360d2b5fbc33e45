using CodexA2A.Api.Tests.Compat;
using CodexA2A.Api.Tests.Support;
using Microsoft.Extensions.Time.Testing;

namespace CodexA2A.Api.Tests.Streams;

/// <summary>A streaming send that is repeated under its Idempotency-Key.</summary>
public sealed class RepeatedStreamTests
{
    [Theory]
    [InlineData(Binding.JsonRpc)]
    [InlineData(Binding.Rest)]
    public async Task It_replays_from_the_start_and_goes_on_to_the_end(Binding binding)
    {
        await using var host = await ApiHost.StartAsync();
        var call = Call.Stream("once").WithHeader("Idempotency-Key", "k");
        await using var first = await host.OpenAsync(call, binding);
        var seen = new List<Frame> { (await first.NextEventAsync())! };
        await using var turn = await host.Runner.ClaimAsync();
        await turn.WorkingAsync();
        await turn.TextAsync("a", append: false);
        seen.AddRange([(await first.NextEventAsync())!, (await first.NextEventAsync())!]);

        await using var repeated = await host.OpenAsync(call, binding);
        foreach (var frame in seen)
        {
            Assert.Equal((frame.Id, frame.Response.ToJsonString()), await repeated.NextEventAsync() is { } again ? (again.Id, again.Response.ToJsonString()) : default);
        }

        await turn.TextAsync("b");
        await turn.CompleteAsync();
        var rest = Shown(await first.RestAsync());
        Assert.Equal("TASK_STATE_COMPLETED", rest[^1].State);
        Assert.Equal(rest, Shown(await repeated.RestAsync()));

        // Also of a task that has ended.
        await using var late = await host.OpenAsync(call, binding);
        Assert.Equal([.. Shown(seen), .. rest], Shown(await late.RestAsync()));
    }

    [Theory]
    [InlineData(Binding.JsonRpc)]
    [InlineData(Binding.Rest)]
    public async Task Of_a_log_that_is_gone_it_shows_the_task_as_it_ended(Binding binding)
    {
        var time = new FakeTimeProvider(DateTimeOffset.UtcNow);
        await using var host = await ApiHost.StartAsync(time: time);
        var call = Call.Stream("once").WithHeader("Idempotency-Key", "k");
        await using var first = await host.OpenAsync(call, binding);
        await using (var turn = await host.Runner.ClaimAsync())
        {
            await turn.TextAsync("done", append: false, last: true);
            await turn.CompleteAsync();
        }

        var end = (await first.RestAsync())[^1];
        time.Advance(TimeSpan.FromMinutes(61));
        await host.Queue.SweepAsync(TestContext.Current.CancellationToken);

        await using var late = await host.OpenAsync(call, binding);
        var only = Assert.Single(await late.RestAsync());
        Assert.Equal(("task", "TASK_STATE_COMPLETED", end.Id), (only.Kind, only.State, only.Id));
    }

    [Fact]
    public async Task Interactive_it_stays_open_at_a_question_that_is_open()
    {
        await using var host = await ApiHost.StartAsync();
        var call = Call.Stream("once").WithHeader("Idempotency-Key", "k").WithHeader("A2A-Extensions", "urn:codex-a2a:extension:interactive-interrupt:v1");
        await using var first = await host.OpenAsync(call);
        await using var turn = await host.Runner.ClaimAsync();
        var asked = await turn.AskAsync();

        await using var repeated = await host.OpenAsync(call);
        Assert.Equal("TASK_STATE_SUBMITTED", (await repeated.NextEventAsync())!.State);
        Assert.Equal("TASK_STATE_INPUT_REQUIRED", (await repeated.NextEventAsync())!.State);
        await turn.ResolveAsync(asked);
        await turn.CompleteAsync();
        Assert.Equal(["TASK_STATE_WORKING", "TASK_STATE_COMPLETED"], (await repeated.RestAsync()).Select(frame => frame.State));
    }

    [Theory]
    [InlineData(Binding.JsonRpc)]
    [InlineData(Binding.Rest)]
    public async Task To_a_client_of_0_3_the_question_that_closes_it_is_final_and_one_that_was_answered_is_not(Binding binding)
    {
        await using var host = await ApiHost.StartAsync();
        await using var first = await OpenAsync();
        await using var turn = await host.Runner.ClaimAsync();
        await turn.WorkingAsync();
        var asked = await turn.AskAsync();
        (string, bool)[] waits = [("working", false), ("input-required", true)];
        Assert.Equal(waits, await FinalsAsync(first));
        await using (var again = await OpenAsync())
        {
            Assert.Equal(waits, await FinalsAsync(again));
        }

        await turn.ResolveAsync(asked);
        await turn.CompleteAsync();
        await using var late = await OpenAsync();
        Assert.Equal([("working", false), ("input-required", false), ("working", false), ("completed", true)], await FinalsAsync(late));

        Task<SseClient> OpenAsync()
        {
            // The same message: another one under the key would be refused.
            var message = binding == Binding.JsonRpc ? V03Call.RpcMessage("once") : V03Call.RestMessage("once");
            message["messageId"] = "m-1";
            var request = binding == Binding.JsonRpc
                ? V03Call.Rpc("message/stream", V03Call.Sending(message))
                : V03Call.Request(HttpMethod.Post, "/v1/message:stream", V03Call.Sending(message));
            return host.StreamAsync(request.With("Idempotency-Key", "k"), binding);
        }

        async Task<IEnumerable<(string, bool)>> FinalsAsync(SseClient stream) =>
            (await stream.RestAsync()).Select(frame => frame.Response["statusUpdate"]?.AsObject() ?? frame.Response)
                .Where(item => item["final"] is not null || item["taskId"] is not null)
                .Select(item => (((string)item["status"]!["state"]!).Replace("TASK_STATE_", "", StringComparison.Ordinal).Replace('_', '-').ToLowerInvariant(), (bool?)item["final"] ?? false));
    }

    private static List<(string? Id, string? State, string Json)> Shown(IEnumerable<Frame> frames) =>
        [.. frames.Select(frame => (frame.Id, frame.State, frame.Response.ToJsonString()))];
}
