using System.Collections.Concurrent;
using System.Text.Json.Nodes;

namespace CodexA2A.Tasks.Tests.Redis;

/// <summary>Control calls between processes, by the server's clock.</summary>
public sealed class ControlProcessTests(RedisServers servers) : ThreeProcesses(servers)
{
    private static readonly ControlCall Call = new(new Owner("", "alice"), "say");

    [Fact]
    public async Task Two_runners_of_a_home_share_the_calls_and_run_each_once()
    {
        var served = new ConcurrentBag<int>();
        await using var one = await ServeAsync(Runner, "runner-1", served);
        await using var two = await ServeAsync(Other, "runner-2", served);

        var replies = await Task.WhenAll(Enumerable.Range(0, 60).Select(i =>
            Api.Control.AskAsync(Call with { Home = "home-1", Params = new JsonObject { ["i"] = i } }, Stop).AsTask()));

        Assert.All(replies, reply => Assert.Null(reply.Fault));
        Assert.Equal(Enumerable.Range(0, 60), served.Order());
        Assert.Equal(0, Api.Inner.Replies.Pending.Count);
    }

    [Fact]
    public async Task A_runner_that_is_just_starting_is_waited_for()
    {
        var asked = Api.Control.AskAsync(Call with { Params = new JsonObject { ["i"] = 7 } }, Stop).AsTask();
        var served = new ConcurrentBag<int>();
        await Api.Queue.CheckAsync(Stop);
        await using var one = await ServeAsync(Runner, "runner-1", served);

        Assert.Null((await asked).Fault);
        Assert.Equal([7], served);
    }

    [Fact]
    public async Task Nothing_of_a_call_is_stored()
    {
        await using var one = await ServeAsync(Runner, "runner-1", []);
        await Api.Control.AskAsync(Call with { Params = new JsonObject { ["i"] = 1, ["text"] = "very-secret-words" } }, Stop);
        Assert.Empty(await FindAsync("very-secret-words"));
    }

    private static async Task<IAsyncDisposable> ServeAsync(SeamProcess process, string id, ConcurrentBag<int> served) =>
        await process.Control.ServeAsync(
            new RunnerIdentity(id, "home-1"), ["say"],
            (call, _) =>
            {
                served.Add((int)call.Params["i"]!);
                return Task.FromResult(ControlReply.Of([]));
            },
            Stop);
}
