using System.Text.Json.Nodes;
using CodexA2A.Api.Tests.Support;
using CodexA2A.Tasks;

namespace CodexA2A.Api.Tests.Extensions;

/// <summary>Watches by method. The names are those that older clients know.</summary>
public sealed class WatchMethodTests
{
    private static readonly string[] Usual = ["thread.started", "thread.status.changed", "thread.archived", "thread.unarchived", "thread.closed"];

    [Fact]
    public async Task A_watch_of_threads_is_a_task_and_says_what_it_tells()
    {
        await using var host = await ApiHost.StartAsync();
        await host.BoundAsync("thread-1");
        var answer = (await host.CallAsync(Threads(new JsonObject { ["events"] = new JsonArray("thread.closed"), ["threadIds"] = new JsonArray("thread-1", "thread-1") }))).Result!;
        await using var turn = await host.Runner.ClaimAsync();

        Assert.Equal(new JsonObject { ["ok"] = true, ["task_id"] = turn.TaskId, ["context_id"] = turn.ContextId, ["scope"] = "runner" }.ToJsonString(), answer.ToJsonString());
        var (watch, schema) = (turn.Command.Watch!, turn.Command.Schema);
        Assert.Equal((WatchTarget.Threads, 3, TimeSpan.FromMinutes(30)), (watch.Kind, schema, watch.Idle));
        Assert.Equal(["thread.closed"], watch.Events);
        Assert.Equal(["thread-1"], watch.ThreadIds!);
        var task = (await host.CallAsync(new Call("GetTask", new JsonObject { ["id"] = turn.TaskId }))).Result!;
        Assert.Equal("""{"events":["thread.closed"],"thread_ids":["thread-1"]}""", task["metadata"]!["codex"]!["thread_lifecycle_watch"]!.ToJsonString());
    }

    [Fact]
    public async Task Where_nothing_is_named_it_is_what_older_clients_know()
    {
        await using var host = await ApiHost.StartAsync();
        await host.CallAsync(Threads(null));
        await using var threads = await host.Runner.ClaimAsync();
        Assert.Equal(Usual, threads.Command.Watch!.Events);
        Assert.Null(threads.Command.Watch.ThreadIds);
        await host.CallAsync(new Call("codex.discovery.watch", []));
        await using var discovery = await host.Runner.ClaimAsync();
        Assert.Equal((WatchTarget.Discovery, "skills.changed apps.updated"), (discovery.Command.Watch!.Kind, string.Join(' ', discovery.Command.Watch.Events)));
    }

    [Fact]
    public async Task A_caller_has_so_many_at_a_time_and_a_released_one_makes_room()
    {
        await using var host = await ApiHost.StartAsync();
        var ids = new List<string>();
        for (var i = 0; i < 8; i++)
        {
            ids.Add((string)(await host.CallAsync(Threads(null))).Result!["task_id"]!);
        }

        Assert.Equal("WATCH_LIMIT", (await host.CallAsync(Threads(null))).Reason);
        Assert.Null((await host.CallAsync(Threads(null) with { Token = ApiHost.Bob })).Error);
        var released = (await host.CallAsync(Release(ids[3]))).Result!;
        Assert.Equal(
            ("released", "explicit_release", 64, 0, true),
            ((string?)released["owner_status"], (string?)released["release_reason"], ((string?)released["subscription_key"])!.Length, (int)released["remaining_owner_count"]!, (bool)released["subscription_released"]!));
        Assert.Null((await host.CallAsync(Threads(null))).Error);
    }

    [Fact]
    public async Task Whoever_reads_a_watch_keeps_it()
    {
        await using var host = await ApiHost.StartAsync();
        await host.CallAsync(Threads(null));
        await using var turn = await host.Runner.ClaimAsync();
        await turn.WorkingAsync();
        await using var stream = await host.OpenAsync(Call.Subscribe(turn.TaskId));
        await turn.NextAsync<KeepWatch>();
    }

    [Fact]
    public async Task A_task_that_is_no_watch_is_not_released()
    {
        await using var host = await ApiHost.StartAsync();
        var submitted = await host.SubmitAsync();
        Assert.Equal("WATCH_NOT_FOUND", (await host.CallAsync(Release(submitted.TaskId))).Reason);
        var watch = (string)(await host.CallAsync(Threads(null))).Result!["task_id"]!;
        Assert.Equal("WATCH_NOT_FOUND", (await host.CallAsync(Release(watch) with { Token = ApiHost.Bob })).Reason);
    }

    private static Call Threads(JsonObject? request) => new("codex.threads.watch", request is null ? [] : new JsonObject { ["request"] = request });

    private static Call Release(string id) => new("codex.threads.watch.release", new JsonObject { ["task_id"] = id });
}
