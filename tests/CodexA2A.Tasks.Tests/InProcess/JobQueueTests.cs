using CodexA2A.Tasks.InProcess.Engine;

namespace CodexA2A.Tasks.Tests.InProcess;

public sealed class JobQueueTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Jobs_come_out_in_order_and_so_many_at_once_as_are_wanted()
    {
        var queue = new JobQueue(8);
        var jobs = Enumerable.Range(0, 5).Select(Job).ToList();
        foreach (var job in jobs)
        {
            Assert.True(await queue.AddAsync(job, Stop));
        }

        Assert.Equal(jobs[..3], Take(queue, 3));
        Assert.Equal(jobs[3..], Take(queue, 3));
    }

    [Fact]
    public async Task Without_room_a_caller_waits_and_an_offer_is_dropped()
    {
        var queue = new JobQueue(1);
        await queue.AddAsync(Job(1), Stop);
        var waiting = queue.AddAsync(Job(2), Stop).AsTask();
        queue.TryAdd(Job(3));
        Assert.False(waiting.IsCompleted);

        Assert.Single(Take(queue, 8));
        Assert.True(await waiting);
        Assert.Single(Take(queue, 8));
        queue.Close();
        Assert.Empty(Take(queue, 8));
    }

    [Fact]
    public async Task A_caller_that_gives_up_takes_no_room()
    {
        var queue = new JobQueue(1);
        await queue.AddAsync(Job(1), Stop);
        using var giveUp = new CancellationTokenSource();
        var waiting = queue.AddAsync(Job(2), giveUp.Token).AsTask();
        await giveUp.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);

        Assert.Single(Take(queue, 8));
        Assert.True(await queue.AddAsync(Job(3), Stop));
    }

    [Fact]
    public async Task Closing_refuses_who_waits_for_room_and_still_gives_out_what_is_there()
    {
        var queue = new JobQueue(1);
        await queue.AddAsync(Job(1), Stop);
        var waiting = Enumerable.Range(0, 3).Select(_ => queue.AddAsync(Job(2), Stop).AsTask()).ToList();
        queue.Close();
        Assert.Single(Take(queue, 8));
        Assert.All(await Task.WhenAll(waiting), Assert.False);
        Assert.Empty(Take(queue, 8));
    }

    [Fact]
    public async Task The_thread_that_takes_sleeps_until_a_job_comes()
    {
        var queue = new JobQueue(8);
        var taking = Task.Factory.StartNew(() => Take(queue, 8), Stop, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        await queue.AddAsync(Job(1), Stop);
        Assert.Single(await taking);
    }

    private static SeamJob Job(int number) => new SeamJob<int>(_ => number);

    private static List<SeamJob> Take(JobQueue queue, int most)
    {
        var group = new List<SeamJob>();
        Assert.Equal(queue.Take(group, most), group.Count > 0);
        return group;
    }
}
