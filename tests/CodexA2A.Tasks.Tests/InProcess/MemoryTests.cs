using CodexA2A.Tasks.InProcess.State;
using CodexA2A.Tasks.Tests.Contract;

namespace CodexA2A.Tasks.Tests.InProcess;

/// <summary>What stays in memory, and what leaves it.</summary>
public sealed class MemoryTests : SeamContract
{
    private InProcessFixture _fixture = null!;

    protected override ValueTask<SeamFixture> CreateAsync(SeamOptions options)
    {
        _fixture = new InProcessFixture(options, new HotLimits { Tasks = 20 });
        return new(_fixture);
    }

    [Fact]
    public async Task Ended_tasks_leave_memory_and_are_read_from_the_database()
    {
        var turns = new List<Turn>();
        for (var i = 0; i < 120; i++)
        {
            turns.Add(await RunAsync("ctx-" + i));
        }

        Assert.InRange(_fixture.Inner.Tasks.Count, 1, 20 + 64);
        Assert.False(_fixture.Inner.Sessions.TryGet(turns[0].Lease.Session, out _));
        foreach (var turn in turns)
        {
            Assert.Equal(TaskState.Completed, (await ReadAsync(turn.Id)).State);
            AssertDense(await DrainAsync(turn.Id, EventId.None), 1);
        }
    }

    [Fact]
    public async Task A_cold_task_that_is_read_comes_back_into_memory()
    {
        var turn = await RunAsync();
        await Seam.ReopenAsync();
        Assert.False(_fixture.Inner.Tasks.TryGet(turn.Id, out _));

        await ReadAsync(turn.Id);
        // It is taken in beside the read: a step behind it shows that it is there.
        await _fixture.Inner.RunAsync(_ => 0, Stop);

        Assert.True(_fixture.Inner.Tasks.TryGet(turn.Id, out var stream));
        Assert.Equal(turn.Pen.Last, stream.Head.Last);
        AssertDense(await DrainAsync(turn.Id, EventId.None), 1);
    }

    [Fact]
    public async Task A_foreign_task_is_not_taken_into_memory()
    {
        var turn = await RunAsync();
        await Seam.ReopenAsync();

        Assert.Null(await Log.ReadAsync(Bob, turn.Id, Stop));
        Assert.Empty(await DrainAsync(turn.Id, EventId.None, Bob));
        await _fixture.Inner.RunAsync(_ => 0, Stop);

        Assert.False(_fixture.Inner.Tasks.TryGet(turn.Id, out _));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_foreign_id_takes_as_much_as_an_unknown_one(bool cold)
    {
        var turn = await BeginAsync();
        var asked = new Interrupt
        {
            Id = "ask-1",
            TaskId = turn.Id,
            ContextId = "ctx",
            Owner = Alice,
            Type = "question",
            Details = new() { ["question"] = new string('?', 100_000) },
            Epoch = turn.Lease.Epoch,
            AskedAt = Seam.Time.GetUtcNow(),
            Deadline = Seam.Time.GetUtcNow().AddHours(1),
        };
        await turn.Pen.WriteAsync(turn.Pen.Text(new string('x', 100_000)));
        await turn.Pen.StoreAsync(turn.Pen.Next(turn.Pen.Status(TaskState.InputRequired)) with { Opened = [asked] });
        if (cold)
        {
            await Seam.ReopenAsync();
        }

        var absent = TaskIds.New(0, TimeProvider.System);
        await Same(id => Log.ReadAsync(Bob, id, Stop).AsTask(), absent, turn.Id);
        await Same(id => Log.CheckCursorAsync(Bob, id, EventId.First, Stop).AsTask(), absent, turn.Id);
        await Same(id => Queue.GetInterruptAsync(Bob, id, Stop).AsTask(), "ask-2", "ask-1");

        // What a read allocates is the measure that does not depend on the machine.
        static async Task Same<T>(Func<string, Task<T>> read, string unknown, string foreign)
        {
            Assert.Null(await read(unknown));
            Assert.Null(await read(foreign));
            Assert.InRange(Cost(foreign) - Cost(unknown), -1000, 1000);

            long Cost(string id)
            {
                var before = GC.GetAllocatedBytesForCurrentThread();
                Assert.True(read(id).IsCompleted);
                return GC.GetAllocatedBytesForCurrentThread() - before;
            }
        }
    }

    [Fact]
    public async Task A_followed_task_stays_in_memory()
    {
        var turn = await BeginAsync();
        await using var follow = Log.FollowAsync(Alice, turn.Id, turn.Pen.Last, Stop).GetAsyncEnumerator(Stop);
        var next = follow.MoveNextAsync().AsTask();
        await Seam.AdvanceAsync(TimeSpan.FromHours(1));
        for (var i = 0; i < 3; i++)
        {
            _fixture.Inner.Tasks.Evict();
        }

        Assert.Empty((await Queue.RenewAsync(Runner1, [turn.Lease], Stop)).Lost);
        await turn.Pen.WriteAsync(turn.Pen.Text("still here"));

        Assert.True(await next);
    }

    [Fact]
    public async Task Hot_reads_make_no_garbage_but_their_answer()
    {
        var turn = await RunAsync();
        await ReadAsync(turn.Id);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 1000; i++)
        {
            Assert.NotNull(await Log.ReadAsync(Alice, turn.Id, Stop));
        }

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 50_000);
    }
}
