using System.Text.Json.Nodes;
using CodexA2A.Api.Tests.Support;
using CodexA2A.Tasks;
using Microsoft.Extensions.DependencyInjection;

namespace CodexA2A.Api.Tests.Operations;

/// <summary><c>codex.sessions.forget</c> as the Api sees it; the test is the runner.</summary>
public sealed class ForgetTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Without_a_runner_it_is_pending_and_to_ask_again_is_to_wait_on()
    {
        await using var host = await ApiHost.StartAsync(new() { ["A2A:ForgetWait"] = "00:00:00" });
        await host.BoundAsync("thread-1", "mine");

        var first = await host.CallAsync(Forget("contextId"));
        var second = await host.CallAsync(Forget("context_id"));

        Assert.Equal("""{"forgotten":false,"contextId":"mine","pending":true}""", first.Result!.ToJsonString());
        Assert.Equal(first.Result.ToJsonString(), second.Result!.ToJsonString());
        var lease = await host.Queue.TryClaimAsync(new RunnerIdentity("r", "home-of-tests"), Token);
        Assert.Equal(1, await CountAsync(host, lease!));
    }

    [Fact]
    public async Task The_proof_of_the_runner_is_the_answer()
    {
        await using var host = await ApiHost.StartAsync();
        await host.BoundAsync("thread-1", "mine");
        var store = host.Services.GetRequiredService<ISessionForgetting>();

        var answer = host.CallAsync(Forget("contextId"));
        var runner = new RunnerIdentity("r", "home-of-tests");
        SessionLease? lease;
        while ((lease = await host.Queue.TryClaimAsync(runner, Token)) is null)
        {
            await host.Queue.WaitForWorkAsync(runner, Token);
        }

        await using var commands = host.Queue.ReadCommandsAsync(lease, lease.Cursor, Token).GetAsyncEnumerator(Token);
        Assert.True(await commands.MoveNextAsync().WithLimitAsync("The next command"));
        var outcome = await store.ForgetAsync(
            lease, commands.Current.Id, (ForgetSession)commands.Current.Command, new ForgottenThreads("unreachable", ["thread:thread-1"]), Token);

        Assert.Equal(ForgetOutcome.Gone, outcome);
        Assert.Equal(
            """{"forgotten":true,"contextId":"mine","tasks":1,"events":2,"interrupts":0,"thread":"unreachable","remaining":["thread:thread-1"]}""",
            (await answer).Result!.ToJsonString());
    }

    private static Call Forget(string name) => new("codex.sessions.forget", new JsonObject { [name] = "mine" });

    private static async Task<int> CountAsync(ApiHost host, SessionLease lease)
    {
        await using var commands = host.Queue.ReadCommandsAsync(lease, lease.Cursor, Token).GetAsyncEnumerator(Token);
        Assert.True(await commands.MoveNextAsync().WithLimitAsync("The next command"));
        var last = commands.Current.Id;
        Assert.IsType<ForgetSession>(commands.Current.Command);
        // A command that came behind it would be there already.
        return await host.Queue.GetCommandAsync(lease, last + 1, Token) is null ? 1 : 2;
    }
}
