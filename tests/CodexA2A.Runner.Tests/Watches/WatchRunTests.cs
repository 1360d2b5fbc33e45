using System.Text.Json;
using CodexA2A.Runner.AppServer;
using CodexA2A.Runner.AppServer.Protocol;
using CodexA2A.Runner.Tests.Turns;
using CodexA2A.Tasks;

namespace CodexA2A.Runner.Tests.Watches;

/// <summary>Watches over the real seam, told by the test what Codex tells.</summary>
public sealed class WatchRunTests
{
    private static readonly string[] Events = ["thread.started", "thread.status.changed", "thread.closed"];

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Only_threads_of_its_owner_are_told_of_and_a_begin_is_told_when_it_is_known_whose_it_is()
    {
        await using var stage = await RunnerStage.StartAsync();
        var watch = await BegunAsync(stage, null);
        Tell(stage, Started("mine"), Started("foreign"), Active("foreign"), Closed("foreign"));
        await stage.Queue.BindAsync(RunnerStage.Alice, "ctx-mine", new SessionBinding("mine", "home"), Stop);
        await stage.Queue.BindAsync(new Owner("", "bob"), "ctx", new SessionBinding("foreign", "home"), Stop);
        Tell(stage, Active("mine"), Named("mine"), Closed("foreign"), Closed("mine"));

        var told = await ToldAsync(stage, watch, 3);
        Assert.Equal(["thread_started", "thread_status_changed", "thread_closed"], told.Select(data => data.GetProperty("kind").GetString()));
        Assert.All(told, data => Assert.Equal("mine", data.GetProperty("thread_id").GetString()));
        Assert.Equal("""{"type":"active","activeFlags":["waitingOnApproval"]}""", told[1].GetProperty("status").GetRawText());
        Assert.Equal("""{"id":"mine","title":"Hello","status":"idle","directory":null}""", told[0].GetProperty("thread").GetRawText());
    }

    [Fact]
    public async Task A_thread_that_was_started_ahead_is_told_of_when_it_is_used()
    {
        await using var stage = await RunnerStage.StartAsync();
        await stage.Queue.BindAsync(RunnerStage.Alice, "ctx-old", new SessionBinding("old", "home"), Stop);
        Tell(stage, Started("ahead"), Started("old"), Started("used"), Active("used"));
        var watch = await BegunAsync(stage, null);
        await stage.Queue.BindAsync(RunnerStage.Alice, "ctx-mine", new SessionBinding("ahead", "home"), Stop);
        Tell(stage, Closed("old"), Active("ahead"));
        var told = await ToldAsync(stage, watch, 3);
        Assert.Equal(
            ["thread_closed old", "thread_started ahead", "thread_status_changed ahead"],
            told.Select(data => $"{data.GetProperty("kind").GetString()} {data.GetProperty("thread_id").GetString()}"));
    }

    [Fact]
    public async Task Threads_that_were_not_named_are_not_told_of()
    {
        await using var stage = await RunnerStage.StartAsync();
        foreach (var thread in (string[])["one", "two"])
        {
            await stage.Queue.BindAsync(RunnerStage.Alice, $"ctx-{thread}", new SessionBinding(thread, "home"), Stop);
        }

        var watch = await BegunAsync(stage, ["two"]);
        Tell(stage, Closed("one"), Closed("two"));
        Assert.Equal("two", Assert.Single(await ToldAsync(stage, watch, 1)).GetProperty("thread_id").GetString());
    }

    [Fact]
    public async Task A_cancel_releases_it_and_it_says_so_last()
    {
        await using var stage = await RunnerStage.StartAsync();
        await stage.Queue.BindAsync(RunnerStage.Alice, "ctx-mine", new SessionBinding("mine", "home"), Stop);
        var watch = await BegunAsync(stage, null);
        Tell(stage, Closed("mine"));
        await ToldAsync(stage, watch, 1);
        await stage.Queue.SendAsync(new CancelTurn { TaskId = watch, Owner = RunnerStage.Alice }, Stop);
        var task = await stage.EndAsync(watch);
        Assert.Equal((TaskState.Canceled, "explicit_release"), (task.Status.State, Reason(task)));
        Assert.Equal("""{"kind":"watch_ended","event":"watch.ended","release_reason":"explicit_release"}""", task.Artifacts!.Single().Parts[^1].Data!.Value.GetRawText());
    }

    [Fact]
    public async Task A_watch_that_nobody_reads_ends()
    {
        await using var stage = await RunnerStage.StartAsync();
        var watch = await SubmitAsync(stage, null, TimeSpan.FromMilliseconds(50));
        var task = await stage.EndAsync(watch);
        Assert.Equal((TaskState.Completed, "idle_expired"), (task.Status.State, Reason(task)));
    }

    [Fact]
    public async Task It_ends_with_its_runner()
    {
        await using var stage = await RunnerStage.StartAsync();
        var watch = await BegunAsync(stage, null);
        await stage.Worker.StopAsync(Stop);
        var task = await stage.EndAsync(watch);
        Assert.Equal((TaskState.Failed, "WATCH_LOST", "runner_stopped"), (task.Status.State, (string?)task.Metadata?["codex"]?["error"]?["code"], Reason(task)));
    }

    [Fact]
    public async Task One_whose_runner_was_lost_ends()
    {
        await using var stage = await RunnerStage.StartAsync(working: false);
        var watch = await SubmitAsync(stage, null, TimeSpan.FromMinutes(1));
        var lease = await stage.Queue.TryClaimAsync(new RunnerIdentity("another", "home"), Stop);
        await stage.Tasks.AppendAsync(lease!, new TaskAppend(watch, []) { Begun = 1 }, Stop);
        Assert.True(await stage.Queue.ReleaseAsync(lease!, drain: true, Stop));
        await stage.Worker.StartAsync(Stop);
        var task = await stage.EndAsync(watch);
        Assert.Equal(("WATCH_LOST", "restart_reconcile"), ((string?)task.Metadata?["codex"]?["error"]?["code"], Reason(task)));
    }

    [Fact]
    public async Task It_takes_no_place_of_a_turn_and_its_task_stays_small()
    {
        await using var stage = await RunnerStage.StartAsync(true, ("Runner:MaxTurns", "1"));
        await stage.Queue.BindAsync(RunnerStage.Alice, "ctx-mine", new SessionBinding("mine", "home"), Stop);
        var watch = await BegunAsync(stage, ["mine"]);
        Assert.Equal(TaskState.Completed, (await stage.EndAsync(await stage.SubmitAsync("turn"))).Status.State);
        for (var i = 0; i < 150; i++)
        {
            Tell(stage, Closed("mine"));
        }

        await stage.UntilAsync(watch, task => task.Artifacts is [{ Parts.Count: 150 % 64 }]);
    }

    /// <summary>From the line that Codex writes to the event of the task.</summary>
    [Fact]
    public async Task What_can_be_used_is_told_of_to_who_watches_that()
    {
        await using var stage = await RunnerStage.StartAsync();
        var watch = await SubmitAsync(stage, null, TimeSpan.FromMinutes(5), new(WatchTarget.Discovery, ["skills.changed", "apps.updated"], null, TimeSpan.FromMinutes(5)));
        await stage.UntilAsync(watch, task => task.Status.State == TaskState.Working);
        Tell(stage, Read("app/list/updated", """{"data":[{"id":"app-1","name":"Mail","description":null,"isAccessible":true,"isEnabled":true,"logoUrl":null}]}"""), Closed("any"), Read("skills/changed", "{}"));

        var told = await ToldAsync(stage, watch, 2);
        Assert.Equal(["apps.updated", "skills.changed"], told.Select(data => data.GetProperty("event").GetString()));
        Assert.Equal(("apps_updated", "app/list/updated"), (told[0].GetProperty("kind").GetString(), told[0].GetProperty("source").GetString()));
        var app = Assert.Single(told[0].GetProperty("items").EnumerateArray());
        Assert.Contains("Mail", app.GetRawText(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task So_many_apps_that_they_do_not_fit_are_counted()
    {
        await using var stage = await RunnerStage.StartAsync();
        var watch = await SubmitAsync(stage, null, TimeSpan.FromMinutes(5), new(WatchTarget.Discovery, ["apps.updated"], null, TimeSpan.FromMinutes(5)));
        await stage.UntilAsync(watch, task => task.Status.State == TaskState.Working);
        var many = string.Join(',', Enumerable.Range(1, 500).Select(i => $$"""{"id":"app-{{i}}","name":"{{new string('n', 500)}}"}"""));
        Tell(stage, Read("app/list/updated", $$"""{"data":[{{many}}]}"""));
        Assert.Equal(500, Assert.Single(await ToldAsync(stage, watch, 1)).GetProperty("items_omitted").GetInt32());
    }

    [Fact]
    public void Who_does_not_keep_up_hears_how_much_was_lost()
    {
        var news = new CodexNews();
        using var listener = news.Listen(() => { });
        for (var i = 0; i < 300; i++)
        {
            news.Tell(Closed($"thread-{i}"));
        }

        news.Tell(new TurnStartedNotification(null!));
        Assert.Equal((44, 0), (listener.TakeMissed(), listener.TakeMissed()));
        Assert.True(listener.TryRead(out var first));
        Assert.Equal("thread-44", first.ThreadId);
    }

    private static string? Reason(AgentTask task) => (string?)task.Metadata?["codex"]?["thread_lifecycle_watch"]?["release_reason"];

    private static ThreadStartedNotification Started(string id) => new(new CodexThread(id, Preview: "Hello", Cwd: "/elsewhere", Status: new ThreadStatus("idle"))) { ThreadId = id };

    private static ThreadStatusChangedNotification Active(string id) => new(new ThreadStatus("active", ["waitingOnApproval"])) { ThreadId = id };

    private static ThreadNameUpdatedNotification Named(string id) => new("name") { ThreadId = id };

    private static ThreadClosedNotification Closed(string id) => new() { ThreadId = id };

    private static Notification Read(string method, string json) => NotificationDecoder.Decode(method, System.Text.Encoding.UTF8.GetBytes(json));

    private static void Tell(RunnerStage stage, params IReadOnlyList<Notification> notifications)
    {
        foreach (var notification in notifications)
        {
            stage.Codex.News.Tell(notification);
        }
    }

    private static async Task<string> BegunAsync(RunnerStage stage, IReadOnlyList<string>? threads)
    {
        var id = await SubmitAsync(stage, threads, TimeSpan.FromMinutes(5));
        await stage.UntilAsync(id, task => task.Status.State == TaskState.Working);
        return id;
    }

    private static async Task<string> SubmitAsync(RunnerStage stage, IReadOnlyList<string>? threads, TimeSpan idle, WatchTarget? target = null)
    {
        const string Context = "codex-watch-1";
        var id = TaskIds.New(SessionId.Create(RunnerStage.Alice, Context).Partition(stage.Queue.Partitions), TimeProvider.System);
        var message = new Message { MessageId = "m-" + id, Role = Role.User, ContextId = Context, TaskId = id, Parts = [Part.FromText("Watch.")] };
        var now = DateTimeOffset.UtcNow;
        var task = new AgentTask { Id = id, ContextId = Context, Status = new TaskStatus { State = TaskState.Submitted, Timestamp = now } };
        var command = new RunTurn
        {
            TaskId = id,
            Owner = RunnerStage.Alice,
            SubmitId = RunnerStage.SubmitId(id),
            Request = new SendMessageRequest { Message = message },
            AcceptedAt = now,
            Watch = target ?? new WatchTarget(WatchTarget.Threads, Events, threads, idle),
            Schema = 3,
        };
        Assert.Equal(SubmitStatus.Accepted, (await stage.Queue.SubmitAsync(new TurnSubmission(RunnerStage.Alice, Context, task, command), Stop)).Status);
        return id;
    }

    /// <summary>So many events, as they come.</summary>
    private static async Task<IReadOnlyList<JsonElement>> ToldAsync(RunnerStage stage, string id, int count)
    {
        var task = await stage.UntilAsync(id, task => task.Artifacts is [{ Parts: { } parts }] && parts.Count >= count);
        return [.. task.Artifacts!.Single().Parts.Select(part => part.Data!.Value)];
    }
}
