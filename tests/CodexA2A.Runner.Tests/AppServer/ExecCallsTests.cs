using CodexA2A.Runner.AppServer;
using CodexA2A.Runner.AppServer.Protocol;

namespace CodexA2A.Runner.Tests.AppServer;

/// <summary>What is written to a command that never reads it.</summary>
public sealed class ExecCallsTests
{
    private static readonly TimeSpan RequestTimeout = TimeSpan.FromSeconds(1);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Writes_that_are_never_taken_cost_no_other_call_its_place_and_the_process_not_its_trust()
    {
        await using var codex = new InMemoryCodex(RequestTimeout);
        var client = new AppServerClient(codex.Connection, ThreadConfig.Default, "gen", 1, new InitializeResult(null, null, null, null), "1", TimeProvider.System);
        var late = 0;
        client.TimedOut += (_, _) => late++;
        using var over = CancellationTokenSource.CreateLinkedTokenSource(Stop);
        var writes = new List<Task>();
        for (var i = 0; i < AppServerConnection.MaxInFlight; i++)
        {
            writes.Add(client.WriteExecAsync(new ExecWriteParams("it", "eA==", CloseStdin: false), over.Token));
            await codex.SentAsync();
        }

        var resize = client.ResizeExecAsync(new ExecResizeParams("it", new ExecSize(2, 3)), over.Token);
        Assert.Equal("command/exec/resize", (string?)(await codex.SentAsync())["method"]);
        codex.Time.Advance(RequestTimeout * 100);
        var other = codex.CallAsync("other");
        var asked = await codex.SentAsync();
        await codex.ReceiveAsync($$$"""{"id":{{{asked["id"]}}},"result":{"status":"unsubscribed"}}""");
        await other;

        Assert.Equal("other", (string?)asked["method"]);
        Assert.Equal(0, late);
        Assert.All(writes.Append(resize), write => Assert.False(write.IsCompleted));

        await over.CancelAsync();
        foreach (var write in writes.Append(resize))
        {
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => write);
        }
    }

    [Fact]
    public void Where_processes_cannot_be_listed_none_is_found() =>
        Assert.Empty(MarkedProcesses.With(ProcessMark.Variable, Path.Combine(Path.GetTempPath(), Guid.NewGuid().ToString("n"))));
}
