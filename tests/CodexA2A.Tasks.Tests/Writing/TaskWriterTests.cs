using CodexA2A.Protocol.Json;
using static CodexA2A.Tasks.Tests.Writing.ScriptedLog;

namespace CodexA2A.Tasks.Tests.Writing;

public sealed partial class TaskWriterTests
{
    private static readonly AgentTask Submitted = new()
    {
        Id = "p01-task",
        ContextId = "ctx",
        Status = new TaskStatus { State = TaskState.Submitted, Timestamp = DateTimeOffset.UnixEpoch },
    };

    private static readonly SessionLease Lease = new(SessionId.Create(new Owner("", "alice"), "ctx"), new Owner("", "alice"), "ctx", "runner", 77);

    private readonly ScriptedLog _log = new(Submitted);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Writes_number_on_from_the_log_and_are_stored_in_order()
    {
        await using var writer = await OpenAsync();
        for (var i = 0; i < 50; i++)
        {
            await writer.WriteAsync(Text("x"), Stop);
        }

        var last = await writer.CommitAsync([Text("y"), Status(TaskState.Completed)], new WriteEffects { Done = 4 }, Stop);

        Assert.Equal(new EventId(77, 53), last);
        Assert.Equal(last, writer.Last);
        Assert.Equal(Enumerable.Range(1, 53).Select(i => (long)i), _log.Events.Select(entry => entry.Id.Seq));
        Assert.Equal(4, _log.Appends[^1].Done);
        Assert.Equal(new string('x', 50) + "y", TextOf(_log.Stored));
        Assert.Equal(A2AJson.Serialize(writer.Current), A2AJson.Serialize(_log.Stored));
        Assert.Equal(TaskState.Completed, writer.Current.Status.State);
    }

    [Fact]
    public async Task A_snapshot_names_the_event_that_it_is_the_fold_of()
    {
        await using var writer = await OpenAsync(new TaskWriterOptions { SnapshotEvents = 3, Stamp = StreamStamp.Apply });
        await writer.CommitAsync([Status(TaskState.Working)], new WriteEffects(), Stop);
        await writer.CommitAsync([Text("a"), Text("b"), Text("c")], new WriteEffects(), Stop);

        var snapshots = _log.Appends.Select(append => append.Snapshot).OfType<TaskSnapshot>().ToArray();
        Assert.Equal([new EventId(77, 2), new EventId(77, 5)], snapshots.Select(snapshot => snapshot.Last));
        Assert.All(snapshots, snapshot => Assert.Equal(
            snapshot.Last.ToString(),
            (string)A2AJson.Deserialize<AgentTask>(snapshot.Json.Span).Metadata!["shared"]!["stream"]!["event_id"]!));
    }

    [Fact]
    public async Task What_is_accepted_while_an_append_is_under_way_goes_into_the_next_one()
    {
        _log.Gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var writer = await OpenAsync();
        await writer.WriteAsync(Text("first"), Stop);
        var commit = writer.CommitAsync([Text("a")], new WriteEffects { Begun = 1 }, Stop).AsTask();
        for (var i = 0; i < 20; i++)
        {
            await writer.WriteAsync(Text("b"), Stop);
        }

        var flush = writer.FlushAsync(Stop).AsTask();
        Assert.False(commit.IsCompleted);
        _log.Gate.SetResult();
        await flush;

        Assert.Equal(new EventId(77, 3), await commit);
        Assert.InRange(_log.Appends.Count, 1, 2);
        Assert.Equal(22, _log.Appends.Sum(append => append.Events.Count));
        Assert.Contains(_log.Appends, append => append.Begun == 1);
    }

    [Fact]
    public async Task A_full_backlog_makes_the_writer_wait()
    {
        _log.Gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var writer = await OpenAsync(new TaskWriterOptions { Backlog = 4 });
        for (var i = 0; i < 4; i++)
        {
            await writer.WriteAsync(Text("x"), Stop);
        }

        var fifth = writer.WriteAsync(Text("x"), Stop).AsTask();
        Assert.False(fifth.IsCompleted);
        _log.Gate.SetResult();
        await fifth;
        await writer.FlushAsync(Stop);

        Assert.Equal("xxxxx", TextOf(_log.Stored));
    }

    [Theory]
    [InlineData(Fault.Before)]
    [InlineData(Fault.After)]
    internal async Task An_unanswered_append_is_sent_again_and_counts_once(Fault fault)
    {
        _log.Next(fault, fault, Fault.None, fault);
        await using var writer = await OpenAsync();
        await writer.WriteAsync(Text("a"), Stop);
        await writer.CommitAsync([Text("b")], new WriteEffects { Begun = 3 }, Stop);
        await writer.CommitAsync([Status(TaskState.Completed)], new WriteEffects(), Stop);

        Assert.Equal([1L, 2, 3, 4], _log.Events.Select(entry => entry.Id.Seq));
        Assert.Equal("ab", TextOf(_log.Stored));
        Assert.False(writer.Lost.IsCompleted);
    }

    [Fact]
    public async Task Snapshots_come_with_each_state_and_after_so_many_events()
    {
        await using var writer = await OpenAsync(new TaskWriterOptions { SnapshotEvents = 16 });
        await writer.CommitAsync([Status(TaskState.Working)], new WriteEffects(), Stop);
        for (var i = 0; i < 40; i++)
        {
            await writer.CommitAsync([Text("x")], new WriteEffects(), Stop);
        }

        Assert.Equal([2L, 18, 34], _log.Appends.Where(append => append.Snapshot is not null).Select(append => append.Snapshot!.Last.Seq));
    }

    [Fact]
    public async Task Snapshots_come_after_so_many_bytes_and_stay_under_their_limit()
    {
        await using var writer = await OpenAsync();
        for (var i = 0; i < 40; i++)
        {
            await writer.CommitAsync([Text(new string('x', 200_000), "tool-" + i)], new WriteEffects(), Stop);
        }

        var snapshots = _log.Appends.Where(append => append.Snapshot is not null).Select(append => append.Snapshot!.Json.Length).ToArray();
        Assert.InRange(snapshots.Length, 5, 20);
        Assert.All(snapshots, bytes => Assert.InRange(bytes, 1, SnapshotLimits.DefaultMaxBytes));

        // However long the task gets, its snapshots do not cost more than twice what it says.
        Assert.InRange(snapshots.Sum(bytes => (long)bytes), 1, 2 * _log.Events.Sum(entry => (long)entry.Payload.Length));
    }

    [Fact]
    public async Task What_a_snapshot_has_no_room_for_is_not_kept_in_memory()
    {
        await using var writer = await OpenAsync();
        for (var i = 0; i < 60; i++)
        {
            await writer.CommitAsync([Text(new string('x', 200_000), "answer-1")], new WriteEffects(), Stop);
        }

        Assert.InRange(JsonSize.Of(writer.Current), 1, 2 * SnapshotLimits.DefaultMaxBytes);
        Assert.Equal(60, _log.Appends.Sum(append => append.Events.Count));
    }

    [Fact]
    public async Task So_many_small_events_make_a_snapshot_of_a_long_task()
    {
        await using var writer = await OpenAsync(new TaskWriterOptions { SnapshotEvents = 4 });
        await writer.CommitAsync([Text(new string('x', 300_000), "answer-1")], new WriteEffects(), Stop);
        for (var i = 0; i < 64; i++)
        {
            await writer.CommitAsync([Text("y", "answer-1")], new WriteEffects(), Stop);
        }

        Assert.Equal(3, _log.Appends.Count(append => append.Snapshot is not null));
    }

    [Fact]
    public async Task A_write_waits_while_so_many_bytes_are_not_stored()
    {
        _log.Gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var writer = await OpenAsync(new TaskWriterOptions { BacklogBytes = 1000 });
        await writer.WriteAsync(Text(new string('x', 2000)), Stop);

        var waits = writer.WriteAsync(Text("y"), Stop).AsTask();
        Assert.False(waits.IsCompleted);
        _log.Gate.SetResult();

        await waits;
    }

    [Fact]
    public async Task The_stamp_sees_the_id_and_is_in_event_and_fold()
    {
        await using var writer = await OpenAsync(new TaskWriterOptions
        {
            Stamp = (e, id) => e.ArtifactUpdate is null ? e : e with { ArtifactUpdate = e.ArtifactUpdate! with { Artifact = e.ArtifactUpdate.Artifact with { Description = id.ToString() } } },
        });

        var id = await writer.CommitAsync([Text("a")], new WriteEffects(), Stop);

        Assert.Equal("77-2", id.ToString());
        Assert.Equal("77-2", A2AJson.Deserialize<StreamResponse>(_log.Events[^1].Payload.Span).ArtifactUpdate!.Artifact.Description);
        Assert.Equal("77-2", writer.Current.Artifacts![0].Description);
    }

    [Fact]
    public async Task Nothing_is_written_behind_a_terminal_status()
    {
        await using var writer = await OpenAsync();
        await Assert.ThrowsAsync<InvalidOperationException>(
            () => writer.CommitAsync([Status(TaskState.Failed), Text("late")], new WriteEffects(), Stop).AsTask());
        Assert.Equal(EventId.First, writer.Last);

        await writer.CommitAsync([Status(TaskState.Failed)], new WriteEffects(), Stop);

        await Assert.ThrowsAsync<InvalidOperationException>(() => writer.WriteAsync(Text("late"), Stop).AsTask());
        await Assert.ThrowsAsync<InvalidOperationException>(() => writer.CommitAsync([Text("late")], new WriteEffects(), Stop).AsTask());
        Assert.Equal(new EventId(77, 2), await writer.CommitAsync([], new WriteEffects { Done = 1 }, Stop));
        Assert.Equal(2, _log.Events.Count);
    }

    [Fact]
    public async Task Opening_folds_snapshot_and_tail()
    {
        await using (var first = await OpenAsync())
        {
            await first.CommitAsync([Status(TaskState.Working), Text("a"), Text("b")], new WriteEffects(), Stop);
            await first.CommitAsync([Text("c")], new WriteEffects(), Stop);
        }

        await using var second = await OpenAsync();

        Assert.Equal("abc", TextOf(second.Current));
        Assert.Equal(("p01-task", "ctx", new EventId(77, 5)), (second.TaskId, second.ContextId, second.Last));
        await Assert.ThrowsAsync<InvalidOperationException>(
            () => TaskWriter.OpenAsync(_log, Lease, "p01-other", new TaskWriterOptions(), TimeProvider.System, Stop).AsTask());
    }

    [Fact]
    public async Task Disposing_stores_what_was_accepted()
    {
        var writer = await OpenAsync();
        for (var i = 0; i < 30; i++)
        {
            await writer.WriteAsync(Text("x"), Stop);
        }

        await writer.DisposeAsync();

        Assert.Equal(new string('x', 30), TextOf(_log.Stored));
        await Assert.ThrowsAsync<ObjectDisposedException>(() => writer.WriteAsync(Text("x"), Stop).AsTask());
    }

    [Fact]
    public async Task Many_threads_may_write_at_once()
    {
        await using var writer = await OpenAsync();
        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(
            async () =>
            {
                for (var i = 0; i < 50; i++)
                {
                    await writer.WriteAsync(Text("x"), Stop);
                }
            },
            Stop)));
        await writer.FlushAsync(Stop);

        Assert.Equal(Enumerable.Range(1, 401).Select(i => (long)i), _log.Events.Select(entry => entry.Id.Seq));
    }

    private static StreamResponse Text(string text, string artifact = "answer-1") => StreamResponse.FromArtifactUpdate(new TaskArtifactUpdateEvent
    {
        TaskId = Submitted.Id,
        ContextId = "ctx",
        Append = true,
        Artifact = new Artifact { ArtifactId = artifact, Parts = [Part.FromText(text)] },
    });

    private static StreamResponse Status(TaskState state) => StreamResponse.FromStatusUpdate(new TaskStatusUpdateEvent
    {
        TaskId = Submitted.Id,
        ContextId = "ctx",
        Status = new TaskStatus { State = state, Timestamp = DateTimeOffset.UnixEpoch.AddSeconds(1) },
    });

    private static string TextOf(AgentTask task) => task.Artifacts![0].Parts[0].Text!;

    private ValueTask<TaskWriter> OpenAsync(TaskWriterOptions? options = null) =>
        TaskWriter.OpenAsync(_log, Lease, Submitted.Id, options ?? new TaskWriterOptions(), TimeProvider.System, Stop);
}
