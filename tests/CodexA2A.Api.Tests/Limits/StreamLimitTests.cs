using System.Text.Json.Nodes;
using CodexA2A.Api.Tests.Support;
using Grpc.Core;
using Microsoft.Extensions.Time.Testing;

namespace CodexA2A.Api.Tests.Limits;

public sealed class StreamLimitTests
{
    [Theory]
    [InlineData(Binding.JsonRpc)]
    [InlineData(Binding.Rest)]
    public async Task A_stream_that_has_sent_enough_ends_behind_an_event_and_is_gone_on_with(Binding binding)
    {
        await using var host = await ApiHost.StartAsync(new() { ["A2A:StreamMaxBytes"] = "1" });
        var id = await host.CompletedAsync();
        string? last = "0-1";
        var events = 0;
        while (true)
        {
            await using var stream = await host.OpenAsync(Call.Subscribe(id, last), binding);
            if (await stream.NextEventAsync() is not { } frame) break;
            last = frame.Id;
            events++;
            AssertEnd(await stream.NextEventAsync());
            Assert.Null(await stream.NextAsync());
        }

        Assert.Equal(3, events);
    }

    [Theory]
    [InlineData(Binding.JsonRpc)]
    [InlineData(Binding.Rest)]
    public async Task A_stream_that_was_open_for_long_enough_ends_and_the_turn_goes_on(Binding binding)
    {
        var time = new FakeTimeProvider(DateTimeOffset.UtcNow);
        await using var host = await ApiHost.StartAsync(new() { ["A2A:StreamMaxDuration"] = "00:00:05" }, time);
        await using var stream = await host.OpenAsync(Call.Stream("hello"), binding);
        var first = await stream.NextEventAsync();
        time.Advance(TimeSpan.FromSeconds(5));
        AssertEnd(await stream.NextEventAsync());
        Assert.Null(await stream.NextAsync());

        await using var turn = await host.Runner.ClaimAsync();
        await using var again = await host.OpenAsync(Call.Subscribe(turn.TaskId, first!.Id), binding);
        await turn.CompleteAsync();
        Assert.Equal("TASK_STATE_COMPLETED", (await again.NextEventAsync())!.State);
    }

    [Fact]
    public async Task So_it_does_over_gRPC()
    {
        var time = new FakeTimeProvider(DateTimeOffset.UtcNow);
        await using var host = await GrpcHost.StartAsync(new() { ["A2A:StreamMaxDuration"] = "00:00:05", ["A2A:StreamMaxBytes"] = "100000" }, time);
        var id = (await host.Api.SubmitAsync()).TaskId;
        using var timed = host.Client.Subscribe(id);
        Assert.True(await timed.ResponseStream.MoveNext(TestContext.Current.CancellationToken));
        time.Advance(TimeSpan.FromSeconds(5));
        await AssertEndAsync(timed);

        await using var turn = await host.Api.Runner.ClaimAsync();
        using var large = host.Client.Subscribe(id, "0-1");
        await turn.TextAsync(new string('x', 100_000), append: false);
        Assert.True(await large.ResponseStream.MoveNext(TestContext.Current.CancellationToken));
        await AssertEndAsync(large);
    }

    private static void AssertEnd(Frame? frame)
    {
        Assert.Equal("error", frame?.Event);
        var error = JsonNode.Parse(frame!.Data!)!["error"]!;
        Assert.Equal("STREAM_LIMIT", (string?)(error["data"] ?? error["details"])![0]!["reason"]);
    }

    private static async Task AssertEndAsync<T>(AsyncServerStreamingCall<T> call)
    {
        var error = await Assert.ThrowsAsync<RpcException>(() => call.ResponseStream.MoveNext(TestContext.Current.CancellationToken));
        Assert.Equal((StatusCode.Unavailable, "STREAM_LIMIT"), (error.StatusCode, GrpcDetails.Of(error).Info.Reason));
    }
}
