using System.Text;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace CodexA2A.Tasks.Tests;

/// <summary>How much a runner takes at a time.</summary>
public sealed class ControlServerTests
{
    private static readonly RunnerIdentity Runner = new("runner-1", "home-1");

    [Fact]
    public async Task So_many_run_at_a_time_and_no_more_wait_than_may()
    {
        var end = new TaskCompletionSource();
        var begun = 0;
        var time = new FakeTimeProvider();
        await using var server = new ControlServer(
            Runner, ["say"],
            async (_, _) =>
            {
                Interlocked.Increment(ref begun);
                await end.Task;
                return ControlReply.Of([]);
            },
            time, NullLogger.Instance);
        const int Most = ControlLimits.Parallel + ControlLimits.Waiting;
        var running = new List<Task<byte[]>>();
        for (var i = 0; i < Most; i++)
        {
            Assert.True(server.TryEnter());
            running.Add(server.RunAsync(new ControlCall(new Owner("", "alice"), "say"), time.GetTimestamp()));
        }

        Assert.False(server.TryEnter());
        Assert.Equal(ControlLimits.Parallel, begun);
        end.SetResult();
        Assert.All(await Task.WhenAll(running), reply => Assert.Equal("""{"result":{}}""", Encoding.UTF8.GetString(reply)));
        Assert.Equal(Most, begun);
        for (var i = 0; i < Most; i++)
        {
            server.Leave();
        }

        Assert.True(server.TryEnter());
        server.Leave();
    }

    [Fact]
    public async Task A_call_whose_time_is_over_is_not_begun()
    {
        var begun = false;
        var time = new FakeTimeProvider();
        await using var server = new ControlServer(
            Runner, ["say"],
            (_, _) =>
            {
                begun = true;
                return Task.FromResult(ControlReply.Of([]));
            },
            time, NullLogger.Instance);
        var heardAt = time.GetTimestamp();
        time.Advance(ControlLimits.Call);

        var reply = JsonNode.Parse(await server.RunAsync(new ControlCall(new Owner("", "alice"), "say"), heardAt))!;

        Assert.Equal("CONTROL_TIMEOUT", (string?)reply["fault"]!["reason"]);
        Assert.Equal((int)A2AErrorCode.Unavailable, (int)reply["fault"]!["code"]!);
        Assert.False(begun);
    }

    [Fact]
    public async Task Only_what_it_knows_of_its_home_is_its()
    {
        await using var server = new ControlServer(Runner, ["say"], (_, _) => throw new InvalidOperationException(), new FakeTimeProvider(), NullLogger.Instance);
        var call = new ControlCall(new Owner("", "alice"), "say");
        Assert.True(server.Serves(call));
        Assert.True(server.Serves(call with { Home = "home-1" }));
        Assert.False(server.Serves(call with { Home = "home-2" }));
        Assert.False(server.Serves(call with { Method = "other" }));
    }
}
