using CodexA2A.Protocol.Json;

namespace CodexA2A.Tasks.Tests.Contract;

/// <summary>Lists of tasks.</summary>
public abstract class ListContract : SeamContract
{
    [Fact]
    public async Task Pages_give_every_task_once_newest_status_first()
    {
        var ids = await SubmitManyAsync(25);

        var listed = await ListAllAsync(new TaskListQuery(10));

        Assert.Equal(ids.AsEnumerable().Reverse(), listed);
    }

    [Fact]
    public async Task Tasks_of_one_moment_are_in_order_of_their_id()
    {
        for (var i = 0; i < 7; i++)
        {
            await SubmitAsync("ctx-" + i);
        }

        var listed = await ListAllAsync(new TaskListQuery(2));

        Assert.Equal(7, listed.Count);
        Assert.Equal(listed.OrderDescending(StringComparer.Ordinal), listed);
    }

    [Fact]
    public async Task A_page_is_stable_under_writes()
    {
        var ids = await SubmitManyAsync(10);
        var first = await Log.ListAsync(Alice, new TaskListQuery(4), Stop);

        // The oldest moves to the front, and a new one comes: neither disturbs the pages behind.
        Assert.Equal(SettleStatus.Settled, await Queue.SettleAsync(Alice, ids[0], new TaskStatus { State = TaskState.Canceled }, Stop));
        await SubmitAsync("new");

        var rest = await ListAllAsync(new TaskListQuery(4) { After = first.Next });
        Assert.Equal(ids[1..6].AsEnumerable().Reverse(), rest);
        Assert.Equal(ids[6..].AsEnumerable().Reverse(), first.Tasks.Select(task => task.TaskId));
    }

    [Fact]
    public async Task Filters_by_context_state_and_time_and_counts_what_matches()
    {
        var done = await RunAsync("a");
        await Seam.AdvanceAsync(TimeSpan.FromSeconds(1));
        var middle = Seam.Time.GetUtcNow();
        var working = await BeginAsync("a");
        var other = await SubmitAsync("b");
        await SubmitAsync("a", Bob);

        Assert.Equal([done.Id, working.Id], Sorted(await PageAsync(new TaskListQuery(10) { ContextId = "a" })));
        Assert.Equal([done.Id], Sorted(await PageAsync(new TaskListQuery(10) { State = TaskState.Completed })));
        Assert.Equal([other.Id], Sorted(await PageAsync(new TaskListQuery(10) { State = TaskState.Submitted })));
        Assert.Equal([working.Id], Sorted(await PageAsync(new TaskListQuery(10) { ContextId = "a", State = TaskState.Working })));
        Assert.Equal(2, (await PageAsync(new TaskListQuery(10) { StatusAtOrAfter = middle })).Total);
        Assert.Equal(0, (await PageAsync(new TaskListQuery(10) { StatusAtOrAfter = middle.AddTicks(1) })).Total);
        Assert.Equal([working.Id], Sorted(await PageAsync(new TaskListQuery(10) { StatusAtOrAfter = middle, ContextId = "a" })));
        Assert.Empty((await PageAsync(new TaskListQuery(10) { ContextId = "nothing" })).Tasks);
        var page = await PageAsync(new TaskListQuery(1));
        Assert.Equal((1, 3), (page.Tasks.Count, page.Total));
        Assert.NotNull(page.Next);

        static IEnumerable<string> Sorted(TaskListPage page)
        {
            Assert.Equal(page.Total, page.Tasks.Count);
            Assert.Null(page.Next);
            return page.Tasks.Select(task => task.TaskId).Order(StringComparer.Ordinal);
        }
    }

    [Fact]
    public async Task A_listed_task_has_its_exact_status()
    {
        var turn = await BeginAsync();
        await turn.Pen.WriteAsync(turn.Pen.Text("later than the snapshot"));

        var listed = Assert.Single((await PageAsync(new TaskListQuery(10))).Tasks);

        Assert.Equal((turn.Id, "ctx", TaskState.Working), (listed.TaskId, listed.ContextId, listed.State));
        Assert.Equal(Fold(await ReadAsync(turn.Id)).Status.Timestamp, listed.StatusAt);
        Assert.Equal(TaskState.Working, A2AJson.Deserialize<AgentTask>(listed.Json.Span).Status.State);
    }

    [Fact]
    public async Task Paging_while_others_write_repeats_nothing()
    {
        await SubmitManyAsync(60);
        var writing = Task.Run(
            async () =>
            {
                for (var i = 0; i < 60; i++)
                {
                    await SubmitAsync("more-" + i);
                    await Seam.AdvanceAsync(TimeSpan.FromMilliseconds(1));
                }
            },
            Stop);

        do
        {
            var listed = await ListAllAsync(new TaskListQuery(7));
            Assert.Equal(listed.Count, listed.Distinct().Count());
            Assert.True(listed.Count >= 60);
        }
        while (!writing.IsCompleted);
        await writing;
    }

    [Fact]
    public async Task A_page_ends_behind_so_many_bytes_and_the_next_one_goes_on_there()
    {
        var ids = await SubmitManyAsync(5);
        var size = (await PageAsync(new TaskListQuery(1))).Tasks[0].Json.Length;

        var pages = new List<int>();
        var listed = new List<string>();
        for (var query = new TaskListQuery(100) { MaxBytes = size + 1 }; ;)
        {
            var page = await PageAsync(query);
            Assert.Equal(5, page.Total);
            pages.Add(page.Tasks.Count);
            listed.AddRange(page.Tasks.Select(task => task.TaskId));
            if (page.Next is null)
            {
                break;
            }

            query = query with { After = page.Next };
        }

        Assert.Equal([2, 2, 1], pages);
        Assert.Equal(ids.AsEnumerable().Reverse(), listed);
        Assert.Single((await PageAsync(new TaskListQuery(100) { MaxBytes = 0 })).Tasks);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(101)]
    public async Task A_page_has_1_to_100_tasks(int size) =>
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => Log.ListAsync(Alice, new TaskListQuery(size), Stop).AsTask());

    private async Task<TaskListPage> PageAsync(TaskListQuery query) => await Log.ListAsync(Alice, query, Stop);

    private async Task<List<string>> SubmitManyAsync(int count)
    {
        var ids = new List<string>();
        for (var i = 0; i < count; i++)
        {
            ids.Add((await SubmitAsync("ctx-" + i)).Id);
            await Seam.AdvanceAsync(TimeSpan.FromMilliseconds(3));
        }

        return ids;
    }

    private async Task<List<string>> ListAllAsync(TaskListQuery query)
    {
        var ids = new List<string>();
        while (true)
        {
            var page = await Log.ListAsync(Alice, query, Stop);
            ids.AddRange(page.Tasks.Select(task => task.TaskId));
            if (page.Next is null)
            {
                return ids;
            }

            Assert.Equal(query.PageSize, page.Tasks.Count);
            query = query with { After = page.Next };
        }
    }
}
