namespace CodexA2A.Tasks.Tests.Contract;

/// <summary>Whose sessions are claimed next, and how many turns somebody may have.</summary>
public abstract class FairContract : SeamContract
{
    private static readonly Owner Carol = new("", "carol");

    [Fact]
    public async Task Who_has_many_sessions_does_not_hold_up_who_has_one()
    {
        for (var i = 0; i < 40; i++)
        {
            await SubmitAsync($"of-alice-{i}");
        }

        await SubmitAsync("of-bob", Bob);
        await SubmitAsync("of-carol-1", Carol);
        await SubmitAsync("of-carol-2", Carol);

        var claimed = new List<string>();
        for (var i = 0; i < 7; i++)
        {
            claimed.Add((await ClaimAsync()).ContextId);
        }

        Assert.Equal(["of-alice-0", "of-bob", "of-carol-1", "of-alice-1", "of-carol-2", "of-alice-2", "of-alice-3"], claimed);
    }

    [Fact]
    public async Task Who_gives_a_session_back_with_work_left_waits_behind_the_others()
    {
        var turn = await BeginAsync("two");
        await SubmitAsync("two");
        await SubmitAsync("other");
        await SubmitAsync("of-bob", Bob);
        await CompleteAsync(turn);
        Assert.True(await Queue.ReleaseAsync(turn.Lease, drain: true, Stop));

        Assert.Equal("of-bob", (await ClaimAsync()).ContextId);
        Assert.Equal("other", (await ClaimAsync()).ContextId);
        Assert.Equal("two", (await ClaimAsync()).ContextId);
    }

    [Fact]
    public async Task A_runner_that_has_enough_of_one_is_given_the_others()
    {
        var full = Runner1 with { Full = [Alice] };
        await SubmitAsync("of-alice");
        Assert.False(await Queue.HasWorkAsync(full, Stop));
        Assert.True(await Queue.HasWorkAsync(Runner1, Stop));
        Assert.Null(await Queue.TryClaimAsync(full, Stop));

        await SubmitAsync("of-bob", Bob);

        Assert.True(await Queue.HasWorkAsync(full, Stop));
        Assert.Equal("of-bob", (await ClaimAsync(full)).ContextId);
        Assert.Null(await Queue.TryClaimAsync(full, Stop));
        Assert.Equal("of-alice", (await ClaimAsync()).ContextId);
    }

    [Fact]
    public async Task One_principal_has_so_many_unfinished_turns_over_all_contexts()
    {
        var turn = await BeginAsync("one");
        Assert.Equal(SubmitStatus.Accepted, await SubmitOfAsync("two"));
        Assert.Equal(SubmitStatus.Accepted, await SubmitOfAsync("three"));
        Assert.Equal(SubmitStatus.OwnerFull, await SubmitOfAsync("four"));
        Assert.Equal(SubmitStatus.OwnerFull, await SubmitOfAsync("four", key: "key"));
        Assert.Equal(SubmitStatus.Accepted, await SubmitOfAsync("four", Bob));

        await CompleteAsync(turn);
        await Seam.AdvanceAsync(TimeSpan.FromSeconds(1));

        // What was refused left nothing: its key is free.
        Assert.Equal(SubmitStatus.Accepted, await SubmitOfAsync("four", key: "key"));
        Assert.Equal(SubmitStatus.Duplicate, await SubmitOfAsync("four", key: "key"));
        Assert.Equal(SubmitStatus.OwnerFull, await SubmitOfAsync("five"));
    }

    [Fact]
    public async Task Of_a_burst_no_more_are_taken_than_one_principal_may_have()
    {
        var sent = await Task.WhenAll(Enumerable.Range(0, 200).Select(i => Task.Run(() => SubmitOfAsync($"at-once-{i}", most: 8), Stop)));

        // One that is on its way while it is counted may be counted twice.
        Assert.InRange(sent.Count(status => status == SubmitStatus.Accepted), 7, 8);
        Assert.All(sent, status => Assert.True(status is SubmitStatus.Accepted or SubmitStatus.OwnerFull));
    }

    [Fact]
    public async Task Turns_one_after_another_are_never_too_many()
    {
        for (var i = 0; i < 12; i++)
        {
            var submission = Submission($"after-{i}") with { MaxOfOwner = 8, IsNewId = true };
            Assert.Equal(SubmitStatus.Accepted, (await Queue.SubmitAsync(submission, Stop)).Status);
            await Seam.AdvanceAsync(TimeSpan.FromMilliseconds(100));
            var ended = new TaskStatus { State = TaskState.Canceled, Timestamp = Seam.Time.GetUtcNow() };
            Assert.Equal(SettleStatus.Settled, await Queue.SettleAsync(Alice, submission.Task.Id, ended, Stop));
        }
    }

    private async Task<SubmitStatus> SubmitOfAsync(string context, Owner? owner = null, string? key = null, int most = 3)
    {
        var submission = Submission(context, owner, key) with { MaxOfOwner = most, IsNewId = key is null };
        var outcome = await Queue.SubmitAsync(submission, Stop);
        if (outcome.Status == SubmitStatus.OwnerFull)
        {
            Assert.Null(await Log.ReadAsync(submission.Owner, submission.Task.Id, Stop));
        }

        return outcome.Status;
    }
}
