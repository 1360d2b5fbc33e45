using System.Collections.Concurrent;
using CodexA2A.Protocol.Json;
using CodexA2A.Tasks.Redis;

namespace CodexA2A.Tasks.Tests.Redis;

/// <summary>Runners that die at any point or stand still past their lease, readers that come and go: nothing is lost, repeated or out of order.</summary>
public sealed class ManyRunnersTests(RedisServers servers)
{
    private const int Sessions = 15;
    private const int Turns = 3;
    private const int Texts = 6;

    private readonly ConcurrentDictionary<string, int> _fates = new();
    private int _claims;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Every_turn_ends_once_whatever_its_runners_do()
    {
        var prefix = "test-" + Guid.NewGuid().ToString("N") + ":";
        var server = await servers.SingleAsync();
        await using var api = await OpenAsync(server, prefix);
        var ids = new ConcurrentBag<string>();
        await Parallel.ForAsync(0, Sessions, Stop, async (session, stop) =>
        {
            for (var turn = 0; turn < Turns; turn++)
            {
                var submission = SharedTurn.Submission(api.Queue, $"ctx-{session}");
                Assert.Equal(SubmitStatus.Accepted, (await api.Queue.SubmitAsync(submission, stop)).Status);
                ids.Add(submission.Task.Id);
            }
        });

        using var done = CancellationTokenSource.CreateLinkedTokenSource(Stop);
        var runners = Enumerable.Range(0, 3).Select(i => RunAsync(server, prefix, i, done.Token)).ToArray();
        var read = await Task.WhenAll(ids.Select((id, i) => ReadAsync(api.Log, id, new Random(i))));
        await done.CancelAsync();
        await Task.WhenAll(runners);

        foreach (var (id, events) in ids.Zip(read))
        {
            Assert.Equal(Enumerable.Range(1, events.Count).Select(i => (long)i), events.Select(entry => entry.Id.Seq));
            Assert.Equal(TaskState.Completed, Assert.Single(events, entry => entry.State is { IsTerminal: true }).State);
            var task = A2AJson.Deserialize<AgentTask>((await api.Log.ReadAsync(SharedTurn.Owner, id, Stop))!.Snapshot.Json.Span);
            // Each owner's texts, none of a zombie's after the next one began.
            Assert.Equal(string.Concat(Enumerable.Range(0, Texts)), task.Artifacts![^1].Parts[0].Text);
        }

        Assert.True(_fates.GetValueOrDefault("died") > 1 && _fates.GetValueOrDefault("fenced") > 0, string.Join(", ", _fates));
        Assert.Equal(Sessions * Turns, _fates["completed"]);
        await RedisKeys.DeleteAsync(server, prefix);
    }

    // No outage is played here: an answer that is late on a busy machine is waited for.
    private static Task<SeamProcess> OpenAsync(string server, string prefix) =>
        SeamProcess.OpenAsync(server, prefix, configure: connection => (connection.AsyncTimeout, connection.SyncTimeout) = (10_000, 10_000));

    // One runner after another in the place of a process: each has a name of its own.
    private async Task RunAsync(string server, string prefix, int number, CancellationToken stop)
    {
        var random = new Random(number);
        await using var process = await OpenAsync(server, prefix);
        for (var life = 0; ; life++)
        {
            var runner = new RunnerIdentity($"runner-{number}-{life}", "home");
            try
            {
                while (await WorkAsync(process, runner, random, stop))
                {
                }
            }
            catch (OperationCanceledException) when (stop.IsCancellationRequested)
            {
                return;
            }
        }
    }

    private void Count(string fate) => _fates.AddOrUpdate(fate, 1, (_, count) => count + 1);

    // One turn; false when the runner died in it.
    private async Task<bool> WorkAsync(SeamProcess process, RunnerIdentity runner, Random random, CancellationToken stop)
    {
        if (await process.Queue.TryClaimAsync(runner, stop) is not { } lease)
        {
            await process.Queue.WaitForWorkAsync(runner, stop);
            return true;
        }

        // At least one stands still and two die; of the others every tenth and every twentieth.
        var fate = Interlocked.Increment(ref _claims) switch { 1 => 12, 2 or 3 => 5, _ => random.Next(100) };
        var at = random.Next(Texts + 2);
        if (await process.Queue.GetCommandAsync(lease, lease.Begun ?? lease.Cursor + 1, stop) is { } queued)
        {
            await using var writer = await TaskWriter.OpenAsync(process.Log, lease, queued.Command.TaskId, new TaskWriterOptions(), TimeProvider.System, stop);
            for (var step = 0; step < Texts + 2; step++)
            {
                if (step == at && fate < 10)
                {
                    Count("died");
                    return false;
                }

                if (step == at && fate < 15)
                {
                    await StandStillAsync(process, lease, stop);
                }

                try
                {
                    await StepAsync(writer, lease, queued.Id, step, stop);
                }
                catch (LeaseLostException)
                {
                    Count("fenced");
                    return false;
                }
            }

            Count("completed");
        }

        return await process.Queue.ReleaseAsync(lease, drain: true, stop);
    }

    // Until another has the session, or long enough for its lease to have run out twice.
    private static async Task StandStillAsync(SeamProcess process, SessionLease lease, CancellationToken stop)
    {
        await using var signal = await HintSignal.OpenAsync(process.Inner, process.Inner.Keys.SessionChannel(lease.Session));
        await using var canceled = signal.SetOn(stop);
        for (var i = 0; i < 5; i++)
        {
            if (await process.Inner.Link.AskAsync(database => database.HashGetAsync(process.Inner.Keys.Session(lease.Session), "epoch"), stop) != lease.Epoch)
            {
                return;
            }

            await signal.WaitAsync();
        }
    }

    private static async Task StepAsync(TaskWriter writer, SessionLease lease, long command, int step, CancellationToken stop)
    {
        var effects = step == 0 ? new WriteEffects { Begun = command } : step == Texts + 1 ? new WriteEffects { Done = command } : new WriteEffects();
        StreamResponse e = step is 0 or Texts + 1
            ? StreamResponse.FromStatusUpdate(new TaskStatusUpdateEvent
            {
                TaskId = writer.TaskId,
                ContextId = writer.ContextId,
                Status = new TaskStatus { State = step == 0 ? TaskState.Working : TaskState.Completed, Timestamp = DateTimeOffset.UtcNow },
            })
            : StreamResponse.FromArtifactUpdate(new TaskArtifactUpdateEvent
            {
                TaskId = writer.TaskId,
                ContextId = writer.ContextId,
                Append = step > 1,
                Artifact = new Artifact { ArtifactId = $"answer-{lease.Epoch}", Parts = [Part.FromText($"{step - 1}")] },
            });
        await writer.CommitAsync([e], effects, stop);
    }

    // A reader that loses its connection again and again.
    private static async Task<List<TaskEvent>> ReadAsync(ITaskLog log, string id, Random random)
    {
        var seen = new List<TaskEvent>();
        while (true)
        {
            var most = random.Next(1, 6);
            await foreach (var batch in log.FollowAsync(SharedTurn.Owner, id, seen.Count == 0 ? EventId.None : seen[^1].Id, Stop))
            {
                seen.AddRange(batch.Take(most));
                if (seen[^1].State is { IsTerminal: true })
                {
                    return seen;
                }

                if (batch.Count >= most)
                {
                    break;
                }
            }
        }
    }
}
