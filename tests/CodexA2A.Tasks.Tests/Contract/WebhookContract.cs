namespace CodexA2A.Tasks.Tests.Contract;

/// <summary>Webhooks of a task: stored with it, delivered by one at a time, gone with it.</summary>
public abstract class WebhookContract : SeamContract
{
    private const string Canary = "canary-wren-2218";
    private static readonly TimeSpan Lease = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task A_webhook_is_kept_as_given_and_the_same_id_replaces_it()
    {
        var task = await SubmitAsync();
        var first = Hook("b") with { Token = "t", Scheme = "Bearer", Credentials = "c" };
        Assert.Equal(WebhookPut.Stored, await Hooks.PutAsync(Alice, task.Id, first, Stop));
        await Seam.AdvanceAsync(TimeSpan.FromSeconds(1));
        Assert.Equal(WebhookPut.Stored, await Hooks.PutAsync(Alice, task.Id, Hook("a"), Stop));
        Assert.Equal([first, Hook("a")], await Hooks.ListAsync(Alice, task.Id, Stop));

        await Seam.AdvanceAsync(TimeSpan.FromSeconds(1));
        await Hooks.PutAsync(Alice, task.Id, Hook("b") with { Url = "https://other.example" }, Stop);

        var second = (await Hooks.ListAsync(Alice, task.Id, Stop))![1];
        Assert.Equal(("b", "https://other.example", null), (second.Id, second.Url, second.Token));
    }

    [Fact]
    public async Task A_foreign_task_is_an_unknown_one()
    {
        var task = await SubmitAsync();
        await Hooks.PutAsync(Alice, task.Id, Hook("a"), Stop);

        foreach (var (owner, id) in ((Owner, string)[])[(Bob, task.Id), (Alice, TaskIds.New(1, Seam.Time)), (Alice, "nonsense")])
        {
            Assert.Equal(WebhookPut.Unknown, await Hooks.PutAsync(owner, id, Hook("x"), Stop));
            Assert.Null(await Hooks.ListAsync(owner, id, Stop));
            Assert.False(await Hooks.DeleteAsync(owner, id, "a", Stop));
        }

        Assert.Single((await Hooks.ListAsync(Alice, task.Id, Stop))!);
    }

    [Fact]
    public async Task A_task_takes_sixteen_and_each_may_still_be_replaced()
    {
        var task = await SubmitAsync();
        for (var i = 0; i < IWebhooks.MostOfTask; i++)
        {
            Assert.Equal(WebhookPut.Stored, await Hooks.PutAsync(Alice, task.Id, Hook("h" + i), Stop));
        }

        Assert.Equal(WebhookPut.Full, await Hooks.PutAsync(Alice, task.Id, Hook("more"), Stop));
        Assert.Equal(WebhookPut.Stored, await Hooks.PutAsync(Alice, task.Id, Hook("h3"), Stop));
        Assert.Equal(16, await Hooks.CountActiveAsync(Stop));
    }

    [Fact]
    public async Task One_that_comes_with_the_message_begins_with_the_first_event()
    {
        var submission = Submission(submitId: "once") with { Webhook = Hook("inline") };
        await Queue.SubmitAsync(submission, Stop);
        Assert.Equal(SubmitStatus.Duplicate, (await Queue.SubmitAsync(Submission(submitId: "once") with { Webhook = Hook("again") }, Stop)).Status);

        var delivery = Assert.Single(await Hooks.ClaimAsync(10, Lease, Stop));
        Assert.Equal((submission.Task.Id, "inline", EventId.None, false), (delivery.TaskId, delivery.Webhook.Id, delivery.Cursor, delivery.Progress.TaskFirst));
        Assert.Equal(Alice, delivery.Owner);
        Assert.Equal([Hook("inline")], await Hooks.ListAsync(Alice, submission.Task.Id, Stop));
    }

    [Fact]
    public async Task One_made_for_a_task_that_exists_begins_with_the_task()
    {
        var task = await SubmitAsync();
        await Hooks.PutAsync(Alice, task.Id, Hook("a"), Stop);

        Assert.True((await ClaimHookAsync()).Progress.TaskFirst);
    }

    [Fact]
    public async Task A_delivery_is_one_claimants_until_its_lease_runs_out()
    {
        var task = await SubmitAsync();
        await Hooks.PutAsync(Alice, task.Id, Hook("a"), Stop);
        var dead = await ClaimHookAsync();
        Assert.True(await Hooks.SaveAsync(dead, new WebhookProgress { Epoch = 0, Seq = 1 }, Lease, keep: true, Stop));

        await Seam.AdvanceAsync(TimeSpan.FromSeconds(20));
        Assert.Empty(await Hooks.ClaimAsync(10, Lease, Stop));
        Assert.Empty(await Hooks.RenewAsync([dead], Lease, Stop));
        await Seam.AdvanceAsync(TimeSpan.FromSeconds(20));
        Assert.Empty(await Hooks.ClaimAsync(10, Lease, Stop));
        await Seam.AdvanceAsync(TimeSpan.FromSeconds(20));
        var next = await ClaimHookAsync();

        Assert.Equal(EventId.First, next.Cursor);
        Assert.Equal([dead], await Hooks.RenewAsync([dead, next], Lease, Stop));
        Assert.False(await Hooks.SaveAsync(dead, new WebhookProgress { Seq = 9 }, Lease, keep: true, Stop));
        Assert.True(await Hooks.SaveAsync(next, next.Progress, TimeSpan.Zero, keep: false, Stop));
        Assert.Equal(EventId.First, (await ClaimHookAsync()).Cursor);
    }

    [Fact]
    public async Task What_failed_is_due_again_when_its_pause_is_over()
    {
        var task = await SubmitAsync();
        await Hooks.PutAsync(Alice, task.Id, Hook("a"), Stop);
        var since = Seam.Time.GetUtcNow();
        var failed = new WebhookProgress { TaskFirst = true, Attempts = 3, FailingSince = since, LastStatus = 503 };
        Assert.True(await Hooks.SaveAsync(await ClaimHookAsync(), failed, TimeSpan.FromSeconds(8), keep: false, Stop));

        await Seam.AdvanceAsync(TimeSpan.FromSeconds(7));
        Assert.Empty(await Hooks.ClaimAsync(10, Lease, Stop));
        await Seam.AdvanceAsync(TimeSpan.FromSeconds(1));

        Assert.Equal(failed, (await ClaimHookAsync()).Progress);
    }

    [Theory]
    [InlineData(WebhookState.Done)]
    [InlineData(WebhookState.Dead)]
    public async Task When_nothing_is_delivered_any_more_its_secrets_are_gone(WebhookState state)
    {
        var task = await SubmitAsync();
        await Hooks.PutAsync(Alice, task.Id, Hook("a") with { Token = "t", Scheme = "Bearer", Credentials = "c" }, Stop);
        var delivery = await ClaimHookAsync();
        await Hooks.SaveAsync(delivery, delivery.Progress with { TaskFirst = false, Seq = 1 }, Lease, keep: true, Stop);
        Assert.Equal("t", Assert.Single((await Hooks.ListAsync(Alice, task.Id, Stop))!).Token);

        await Hooks.SaveAsync(delivery, new WebhookProgress { Seq = 2, State = state }, Lease, keep: false, Stop);

        Assert.Equal(Hook("a") with { Scheme = "Bearer", CreatedAt = delivery.Webhook.CreatedAt }, Assert.Single((await Hooks.ListAsync(Alice, task.Id, Stop))!));
    }

    [Fact]
    public async Task What_was_given_up_is_listed_for_its_owner_until_it_is_replaced_or_deleted()
    {
        var task = await SubmitAsync();
        foreach (var id in (string[])["a", "b"])
        {
            await Hooks.PutAsync(Alice, task.Id, Hook(id), Stop);
            await Seam.AdvanceAsync(TimeSpan.FromSeconds(1));
            await Hooks.SaveAsync(await ClaimHookAsync(), new WebhookProgress { State = WebhookState.Dead, Attempts = 7, LastStatus = 410 }, Lease, keep: false, Stop);
        }

        Assert.Equal(["b", "a"], (await Hooks.ListDeadAsync(Alice, 10, Stop)).Select(dead => dead.Webhook.Id));
        Assert.Equal(["b"], (await Hooks.ListDeadAsync(Alice, 1, Stop)).Select(dead => dead.Webhook.Id));
        Assert.Equal((7, 410, task.Id), ((await Hooks.ListDeadAsync(Alice, 1, Stop))[0] is var one ? (one.Progress.Attempts, one.Progress.LastStatus, one.TaskId) : default));
        Assert.Empty(await Hooks.ListDeadAsync(Bob, 10, Stop));
        Assert.Equal(0, await Hooks.CountActiveAsync(Stop));
        await Seam.AdvanceAsync(TimeSpan.FromHours(1));
        Assert.Empty(await Hooks.ClaimAsync(10, Lease, Stop));

        await Hooks.PutAsync(Alice, task.Id, Hook("a"), Stop);
        Assert.True(await Hooks.DeleteAsync(Alice, task.Id, "b", Stop));
        Assert.Empty(await Hooks.ListDeadAsync(Alice, 10, Stop));
        Assert.Equal("a", (await ClaimHookAsync()).Webhook.Id);
    }

    [Fact]
    public async Task Deleting_and_replacing_fence_whoever_delivers()
    {
        var task = await SubmitAsync();
        await Hooks.PutAsync(Alice, task.Id, Hook("a"), Stop);
        var old = await ClaimHookAsync();
        await Hooks.PutAsync(Alice, task.Id, Hook("a"), Stop);
        Assert.False(await Hooks.SaveAsync(old, old.Progress, Lease, keep: true, Stop));
        var replaced = await ClaimHookAsync();

        Assert.True(await Hooks.DeleteAsync(Alice, task.Id, "a", Stop));
        Assert.True(await Hooks.DeleteAsync(Alice, task.Id, "a", Stop));

        Assert.False(await Hooks.SaveAsync(replaced, replaced.Progress, Lease, keep: true, Stop));
        Assert.Equal([replaced], await Hooks.RenewAsync([replaced], Lease, Stop));
        await Hooks.PutAsync(Alice, task.Id, Hook("a"), Stop);
        Assert.False(await Hooks.SaveAsync(replaced, replaced.Progress, Lease, keep: true, Stop));
        Assert.Single((await Hooks.ListAsync(Alice, task.Id, Stop))!);
    }

    [Fact]
    public async Task What_is_delivered_stays_readable_and_is_not_due()
    {
        var turn = await RunAsync();
        await Hooks.PutAsync(Alice, turn.Id, Hook("a"), Stop);
        await Hooks.SaveAsync(await ClaimHookAsync(), new WebhookProgress { State = WebhookState.Done }, Lease, keep: true, Stop);

        await Seam.AdvanceAsync(TimeSpan.FromHours(1));
        await Seam.ReopenAsync();

        Assert.Empty(await Hooks.ClaimAsync(10, Lease, Stop));
        Assert.Single((await Hooks.ListAsync(Alice, turn.Id, Stop))!);
        Assert.Equal(0, await Hooks.CountActiveAsync(Stop));
    }

    [Fact]
    public async Task Whoever_delivers_may_die_and_the_next_goes_on()
    {
        var task = await SubmitAsync();
        await Hooks.PutAsync(Alice, task.Id, Hook("a"), Stop);
        await Hooks.SaveAsync(await ClaimHookAsync(), new WebhookProgress { Seq = 1 }, Lease, keep: true, Stop);

        await Seam.ReopenAsync();
        await Seam.AdvanceAsync(Lease);

        Assert.Equal(EventId.First, (await ClaimHookAsync()).Cursor);
    }

    [Fact]
    public async Task They_go_with_their_task_after_its_retention()
    {
        var turn = await RunAsync();
        await Hooks.PutAsync(Alice, turn.Id, Hook("dead") with { Token = Canary }, Stop);
        await Hooks.SaveAsync(await ClaimHookAsync(), new WebhookProgress { State = WebhookState.Dead }, Lease, keep: false, Stop);
        await Hooks.PutAsync(Alice, turn.Id, Hook("active") with { Credentials = Canary }, Stop);
        await Seam.AdvanceAsync(Options.TaskRetention + TimeSpan.FromSeconds(1));

        await Queue.SweepAsync(Stop);

        Assert.Null(await Hooks.ListAsync(Alice, turn.Id, Stop));
        Assert.Empty(await Hooks.ListDeadAsync(Alice, 10, Stop));
        Assert.Empty(await Hooks.ClaimAsync(10, Lease, Stop));
        Assert.Equal(0, await Hooks.CountActiveAsync(Stop));
    }

    [Fact]
    public async Task Forgetting_leaves_nothing_of_them_in_any_place()
    {
        var submission = Submission() with { Webhook = Hook("inline") with { Token = Canary } };
        await Queue.SubmitAsync(submission, Stop);
        var lease = await ClaimAsync();
        var pen = new TaskPen(Seam, lease, submission.Task, EventId.First);
        await pen.StoreAsync(pen.Next(pen.Status(TaskState.Completed)) with { Begun = lease.Cursor + 1, Done = lease.Cursor + 1 });
        Assert.True(await Queue.ReleaseAsync(lease, drain: false, Stop));
        await Hooks.SaveAsync(await ClaimHookAsync(), new WebhookProgress { State = WebhookState.Dead }, Lease, keep: false, Stop);
        await Hooks.PutAsync(Alice, submission.Task.Id, Hook("later") with { Scheme = "Bearer", Credentials = Canary }, Stop);
        Assert.NotEmpty(await Seam.FindAsync(Canary));

        var asked = await Seam.Forgetting.AskAsync(Alice, "ctx", null, Stop);
        lease = await ClaimAsync();
        var request = new ForgetSession { TaskId = "", Owner = Alice, RequestId = asked.RequestId };
        Assert.Equal(ForgetOutcome.Gone, await Seam.Forgetting.ForgetAsync(lease, lease.Cursor + 1, request, ForgottenThreads.None, Stop));

        Assert.Empty((await Seam.Forgetting.FindAsync(Alice, "ctx", asked.RequestId, Stop))!.Remaining!);
        Assert.Empty(await Seam.FindAsync(Canary));
        Assert.Empty(await Seam.FindAsync(submission.Task.Id));
        Assert.Empty(await Hooks.ListDeadAsync(Alice, 10, Stop));
        Assert.Empty(await Hooks.ClaimAsync(10, Lease, Stop));
    }

    private IWebhooks Hooks => Seam.Webhooks;

    private Webhook Hook(string id) => new(id, "https://example.org/" + id) { Version = "1.0", CreatedAt = Seam.Time.GetUtcNow() };

    private async Task<WebhookDelivery> ClaimHookAsync() => Assert.Single(await Hooks.ClaimAsync(10, Lease, Stop));
}
