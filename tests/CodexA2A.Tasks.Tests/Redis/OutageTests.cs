using CodexA2A.Testing;
using StackExchange.Redis;

namespace CodexA2A.Tasks.Tests.Redis;

/// <summary>A Redis that is not there, dies, or is full.</summary>
public sealed class OutageTests : IAsyncLifetime
{
    private readonly string _prefix = "test-" + Guid.NewGuid().ToString("N") + ":";
    private RedisServer? _server;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _server = await RedisServer.StartAsync();

    [Fact]
    public async Task A_killed_Redis_that_comes_back_has_lost_nothing_and_everybody_goes_on()
    {
        await using var api = await OpenAsync();
        await using var runner = await OpenAsync();
        var turn = await SharedTurn.BeginAsync(api.Queue, runner);
        await using var follow = api.Log.FollowAsync(SharedTurn.Owner, turn.Id, EventId.None, Stop).GetAsyncEnumerator(Stop);
        Assert.True(await follow.MoveNextAsync());
        Assert.Equal(2, follow.Current[^1].Id.Seq);
        var next = follow.MoveNextAsync().AsTask();
        await using var commands = runner.Queue.ReadCommandsAsync(turn.Lease, turn.Lease.Cursor, Stop).GetAsyncEnumerator(Stop);
        Assert.True(await commands.MoveNextAsync());
        var command = commands.MoveNextAsync().AsTask();

        await _server!.KillAsync();
        await Assert.ThrowsAsync<SeamUnavailableException>(() => runner.Log.AppendAsync(turn.Lease, turn.Append(3, "a"), Stop).AsTask());
        await Assert.ThrowsAsync<SeamUnavailableException>(() => api.Queue.SubmitAsync(SharedTurn.Submission(api.Queue), Stop).AsTask());
        await Assert.ThrowsAsync<SeamUnavailableException>(() => api.Queue.CheckAsync(Stop).AsTask());
        Assert.False(next.IsCompleted);
        await _server.StartAgainAsync();

        Assert.NotEqual(AppendStatus.Fenced, (await UntilItWorksAsync(() => runner.Log.AppendAsync(turn.Lease, turn.Append(3, "a"), Stop))).Status);
        Assert.True(await next);
        Assert.Equal(3, Assert.Single(follow.Current).Id.Seq);
        Assert.Equal(SendStatus.Accepted, await UntilItWorksAsync(() => api.Queue.SendAsync(new CancelTurn { TaskId = turn.Id, Owner = SharedTurn.Owner }, Stop)));
        Assert.True(await command);
        Assert.IsType<CancelTurn>(commands.Current.Command);
        await runner.Log.AppendAsync(turn.Lease, turn.End(4), Stop);
        Assert.True(await follow.MoveNextAsync());
        Assert.Equal(TaskState.Completed, Assert.Single(follow.Current).State);
        Assert.False(await follow.MoveNextAsync());
    }

    [Fact]
    public async Task It_starts_without_Redis_and_works_when_Redis_comes()
    {
        await _server!.KillAsync();
        await using var process = await OpenAsync();
        await Assert.ThrowsAsync<SeamUnavailableException>(() => process.Queue.CheckAsync(Stop).AsTask());
        await Assert.ThrowsAsync<SeamUnavailableException>(() => process.Queue.TryClaimAsync(SharedTurn.Runner1, Stop).AsTask());

        await _server.StartAgainAsync();

        await UntilItWorksAsync(async () =>
        {
            await process.Queue.CheckAsync(Stop);
            return true;
        });
        var turn = await SharedTurn.BeginAsync(process.Queue, process);
        Assert.Equal(2, (await process.Log.ReadAsync(SharedTurn.Owner, turn.Id, Stop))!.Last.Seq);
    }

    [Fact]
    public async Task A_full_Redis_takes_nothing_new_says_so_and_keeps_leases_and_readers()
    {
        await using var process = await OpenAsync();
        var turn = await SharedTurn.BeginAsync(process.Queue, process);
        await using var admin = await ConnectionMultiplexer.ConnectAsync(_server!.ConnectionString);
        var server = admin.GetServers()[0];
        await server.ConfigSetAsync("maxmemory", "100kb");

        var refused = await Assert.ThrowsAsync<SeamUnavailableException>(() => process.Queue.SubmitAsync(SharedTurn.Submission(process.Queue), Stop).AsTask());
        Assert.Contains("full", refused.Message, StringComparison.Ordinal);
        Assert.True(refused.RetryAfter > TimeSpan.FromSeconds(1));
        await Assert.ThrowsAsync<SeamUnavailableException>(() => process.Log.AppendAsync(turn.Lease, turn.Append(3, "a"), Stop).AsTask());
        await Assert.ThrowsAsync<SeamUnavailableException>(() => process.Queue.CheckAsync(Stop).AsTask());
        Assert.Empty((await process.Queue.RenewAsync(SharedTurn.Runner1, [turn.Lease], Stop)).Lost);
        Assert.Equal(2, (await process.Log.ReadAsync(SharedTurn.Owner, turn.Id, Stop))!.Last.Seq);
        await process.Queue.SweepAsync(Stop);
        await using (var late = await OpenAsync())
        {
            Assert.Equal(2, (await late.Log.ReadAsync(SharedTurn.Owner, turn.Id, Stop))!.Last.Seq);
        }

        await server.ConfigSetAsync("maxmemory", "0");

        Assert.Equal(AppendStatus.Ok, (await process.Log.AppendAsync(turn.Lease, turn.Append(3, "a"), Stop)).Status);
    }

    [Fact]
    public async Task A_writer_waits_while_Redis_is_full_and_loses_nothing()
    {
        await using var process = await OpenAsync();
        var turn = await SharedTurn.BeginAsync(process.Queue, process);
        await using var admin = await ConnectionMultiplexer.ConnectAsync(_server!.ConnectionString);
        var server = admin.GetServers()[0];
        await using var writer = await TaskWriter.OpenAsync(process.Log, turn.Lease, turn.Id, new TaskWriterOptions(), TimeProvider.System, Stop);
        await server.ConfigSetAsync("maxmemory", "100kb");
        var stored = writer.CommitAsync([Text(turn, "a"), Text(turn, "b")], new WriteEffects(), Stop).AsTask();
        await Assert.ThrowsAsync<SeamUnavailableException>(() => process.Queue.CheckAsync(Stop).AsTask());

        await server.ConfigSetAsync("maxmemory", "0");

        Assert.Equal(4, (await stored).Seq);
    }

    [Fact]
    public async Task Another_number_of_partitions_is_refused()
    {
        await using var first = await OpenAsync();
        await first.Queue.CheckAsync(Stop);

        var refused = await Assert.ThrowsAsync<SeamUnavailableException>(() => SeamProcess.OpenAsync(_server!.ConnectionString, _prefix, partitions: 32));

        Assert.Contains("64 partitions", refused.Message, StringComparison.Ordinal);
        await _server!.KillAsync();
        await using var early = await SeamProcess.OpenAsync(_server.ConnectionString, _prefix, partitions: 32);
        await _server.StartAgainAsync();
        while (!(refused = await Assert.ThrowsAsync<SeamUnavailableException>(() => early.Queue.CheckAsync(Stop).AsTask())).Message.Contains("64 partitions", StringComparison.Ordinal))
        {
            await Task.Yield();
        }
    }

    [Fact]
    public async Task Scripts_that_a_server_forgot_are_given_to_it_again()
    {
        await using var process = await OpenAsync();
        var turn = await SharedTurn.BeginAsync(process.Queue, process);
        await using var admin = await ConnectionMultiplexer.ConnectAsync(_server!.ConnectionString);
        await admin.GetServers()[0].ScriptFlushAsync();

        Assert.Equal(AppendStatus.Ok, (await process.Log.AppendAsync(turn.Lease, turn.Append(3, "a"), Stop)).Status);
    }

    public async ValueTask DisposeAsync()
    {
        if (_server is not null)
        {
            await _server.DisposeAsync();
        }
    }

    private static StreamResponse Text(SharedTurn turn, string text) => StreamResponse.FromArtifactUpdate(new TaskArtifactUpdateEvent
    {
        TaskId = turn.Id, ContextId = turn.Task.ContextId, Append = true, Artifact = new Artifact { ArtifactId = "answer-1", Parts = [Part.FromText(text)] },
    });

    private static async Task<T> UntilItWorksAsync<T>(Func<ValueTask<T>> call)
    {
        while (true)
        {
            try
            {
                return await call();
            }
            catch (SeamUnavailableException)
            {
                // Each try waits for the connection, within the client's time limit.
                await Task.Yield();
            }
        }
    }

    private Task<SeamProcess> OpenAsync() => SeamProcess.OpenAsync(
        _server!.ConnectionString, _prefix, new SeamOptions { LeaseTime = TimeSpan.FromSeconds(60) });
}
