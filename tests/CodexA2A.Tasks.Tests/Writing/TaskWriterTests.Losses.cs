using static CodexA2A.Tasks.Tests.Writing.ScriptedLog;

namespace CodexA2A.Tasks.Tests.Writing;

// What becomes of writing when the store or the lease is lost.
public sealed partial class TaskWriterTests
{
    [Fact]
    public async Task A_store_that_lost_its_end_gets_it_again_with_the_same_ids()
    {
        await using var writer = await OpenAsync();
        foreach (var text in (string[])["a", "b", "c"])
        {
            await writer.CommitAsync([Text(text)], new WriteEffects(), Stop);
        }

        await writer.CommitAsync([Status(TaskState.Working)], new WriteEffects(), Stop);
        var before = _log.Events.ToArray();
        _log.LoseEnd(2);

        await writer.CommitAsync([Text("d")], new WriteEffects(), Stop);

        Assert.Equal(before.Select(entry => entry.Id), _log.Events.Take(before.Length).Select(entry => entry.Id));
        Assert.Equal(new EventId(77, 6), _log.Events[^1].Id);
        Assert.Equal("abcd", TextOf(_log.Stored));
    }

    [Fact]
    public async Task A_store_that_lost_more_than_is_remembered_ends_the_writing()
    {
        _log.Events.Add(new TaskEvent(new EventId(70, 2), TaskEventKind.Marker, default, null, default));
        await using var writer = await OpenAsync();
        _log.LoseEnd(1);

        await Assert.ThrowsAsync<LeaseLostException>(() => writer.CommitAsync([Text("a")], new WriteEffects(), Stop).AsTask());
        Assert.True(writer.Lost.IsCompletedSuccessfully);
    }

    [Fact]
    public async Task A_fenced_writer_says_so_to_every_later_call()
    {
        _log.Next(Fault.None, Fault.Fenced);
        await using var writer = await OpenAsync();
        await writer.CommitAsync([Text("a")], new WriteEffects(), Stop);
        await writer.WriteAsync(Text("b"), Stop);
        await writer.Lost.WaitAsync(Stop);

        var lost = await Assert.ThrowsAsync<LeaseLostException>(() => writer.WriteAsync(Text("c"), Stop).AsTask());
        Assert.Equal(Lease.Session, lost.Session);
        await Assert.ThrowsAsync<LeaseLostException>(() => writer.CommitAsync([], new WriteEffects { Done = 1 }, Stop).AsTask());
        await Assert.ThrowsAsync<LeaseLostException>(() => writer.FlushAsync(Stop).AsTask());
        Assert.Equal(2, _log.Appends.Count);
    }

    [Fact]
    public async Task A_store_that_does_not_answer_for_a_lease_time_loses_the_lease()
    {
        _log.Next([.. Enumerable.Repeat(Fault.Before, 1000)]);
        var options = new TaskWriterOptions { LeaseTime = TimeSpan.FromMilliseconds(400) };
        await using var writer = await OpenAsync(options);

        var lost = await Assert.ThrowsAsync<LeaseLostException>(() => writer.CommitAsync([Text("a")], new WriteEffects(), Stop).AsTask());

        Assert.IsType<SeamUnavailableException>(lost.InnerException);
        Assert.InRange(_log.Appends.Count, 1, 4);
        Assert.True(writer.Lost.IsCompletedSuccessfully);
    }

    [Fact]
    public async Task A_store_that_hangs_loses_the_lease_too()
    {
        _log.Gate = new TaskCompletionSource();
        await using var writer = await OpenAsync(new TaskWriterOptions { LeaseTime = TimeSpan.FromMilliseconds(200) });

        await Assert.ThrowsAsync<LeaseLostException>(() => writer.CommitAsync([Text("a")], new WriteEffects(), Stop).AsTask());
    }
}
