namespace CodexA2A.Tasks.Tests.Contract;

// A submit id makes one task.
public abstract partial class QueueContract
{
    [Fact]
    public async Task A_submit_id_makes_one_task_only()
    {
        var first = Submission(submitId: "same");
        var second = Submission(submitId: "same");

        Assert.Equal(SubmitStatus.Accepted, (await Queue.SubmitAsync(first, Stop)).Status);
        var again = await Queue.SubmitAsync(second, Stop);

        Assert.Equal(new SubmitOutcome(SubmitStatus.Duplicate, first.Task.Id, "ctx"), again);
        Assert.Null(await Log.ReadAsync(Alice, second.Task.Id, Stop));
        Assert.Single(await CommandsAsync(await ClaimAsync(), 1));
    }

    [Fact]
    public async Task The_same_submit_id_of_another_owner_is_another_task()
    {
        Assert.Equal(SubmitStatus.Accepted, (await Queue.SubmitAsync(Submission(submitId: "same"), Stop)).Status);
        Assert.Equal(SubmitStatus.Accepted, (await Queue.SubmitAsync(Submission(owner: Bob, submitId: "same"), Stop)).Status);
    }

    [Fact]
    public async Task Concurrent_submits_of_one_id_make_one_task()
    {
        var outcomes = await Task.WhenAll(
            Enumerable.Range(0, 20).Select(i => Queue.SubmitAsync(Submission(context: "ctx-" + i, submitId: "same"), Stop).AsTask()));

        var accepted = Assert.Single(outcomes, outcome => outcome.Status == SubmitStatus.Accepted);
        Assert.All(outcomes, outcome => Assert.Equal(accepted.TaskId, outcome.TaskId));
    }

    [Fact]
    public async Task A_submit_id_is_remembered_over_a_restart_and_for_its_time()
    {
        var first = Submission(submitId: "same");
        await Queue.SubmitAsync(first, Stop);
        await Seam.ReopenAsync();
        Assert.Equal(first.Task.Id, (await Queue.SubmitAsync(Submission(submitId: "same"), Stop)).TaskId);

        await Seam.AdvanceAsync(Options.SubmitRetention + TimeSpan.FromSeconds(1));

        Assert.Equal(SubmitStatus.Accepted, (await Queue.SubmitAsync(Submission(submitId: "same"), Stop)).Status);
    }

    [Fact]
    public async Task A_submit_id_keeps_what_its_request_said()
    {
        var first = Submission(submitId: "same", fingerprint: "one");
        Assert.Null((await Queue.SubmitAsync(first, Stop)).Fingerprint);
        await Seam.ReopenAsync();

        var again = await Queue.SubmitAsync(Submission(submitId: "same", fingerprint: "other"), Stop);

        Assert.Equal(new SubmitOutcome(SubmitStatus.Duplicate, first.Task.Id, "ctx") { Fingerprint = "one" }, again);
        Assert.Equal((false, true), (again.IsOf("other"), again.IsOf("one")));
        Assert.Equal("one", (await Queue.FindSubmitAsync(Alice, "same", Stop))?.Fingerprint);
        await Queue.SubmitAsync(Submission(submitId: "untold"), Stop);
        Assert.True((await Queue.SubmitAsync(Submission(submitId: "untold", fingerprint: "other"), Stop)).IsOf("other"));
    }
}
