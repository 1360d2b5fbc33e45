using System.Collections.Concurrent;
using CodexA2A.Tasks.Redis;
using CodexA2A.Tasks.Tests.Contract;
using Microsoft.Extensions.Logging;
using StackExchange.Redis;

namespace CodexA2A.Tasks.Tests.Redis;

/// <summary>What of webhooks is Redis' alone: keys that are broken, and keys that go by themselves.</summary>
public sealed class WebhookTests(RedisServers servers) : SeamContract
{
    private static readonly TimeSpan Lease = TimeSpan.FromSeconds(30);

    private readonly WarningLog _log = new();

    private RedisFixture Fixture => (RedisFixture)Seam;

    protected override async ValueTask<SeamFixture> CreateAsync(SeamOptions options) => await RedisFixture.OpenAsync(options, await servers.SingleAsync(), logger: _log);

    [Fact]
    public async Task Those_that_cannot_be_claimed_or_read_are_told_of_and_the_others_are_claimed()
    {
        var (unreadable, unclaimable, good) = (await SubmitAsync(), await SubmitAsync(), await SubmitAsync());
        foreach (var task in new[] { unreadable, unclaimable, good })
        {
            await PutAsync(task.Id, "a");
        }

        await AskAsync(database => database.HashSetAsync(Hash(unreadable.Id), "c:a", "no JSON, but https://receiver.example/secret"));
        await AskAsync(database => database.KeyDeleteAsync(Hash(unclaimable.Id)));
        await AskAsync(database => database.StringSetAsync(Hash(unclaimable.Id), "no hash"));

        Assert.Equal(good.Id, Assert.Single(await Seam.Webhooks.ClaimAsync(10, Lease, Stop)).TaskId);

        var line = Assert.Single(_log.Warnings);
        Assert.StartsWith("2 webhooks", line, StringComparison.Ordinal);
        Assert.True(line.Contains(unreadable.Id + "/a", StringComparison.Ordinal) || line.Contains(unclaimable.Id + "/a", StringComparison.Ordinal), line);
        Assert.DoesNotContain("receiver.example", line, StringComparison.Ordinal);
        Assert.Empty(await Seam.Webhooks.ClaimAsync(10, Lease, Stop));
    }

    [Theory]
    [InlineData(WebhookState.Done)]
    [InlineData(WebhookState.Dead)]
    public async Task When_the_last_one_has_ended_they_go_by_themselves_with_their_URLs(WebhookState state)
    {
        var task = await SubmitAsync();
        await PutAsync(task.Id, "a");
        await PutAsync(task.Id, "b");
        var claimed = await Seam.Webhooks.ClaimAsync(10, Lease, Stop);

        Assert.True(await Seam.Webhooks.SaveAsync(claimed[0], new WebhookProgress { State = state }, TimeSpan.Zero, keep: false, Stop));
        Assert.Null(await LeftAsync());
        Assert.True(await Seam.Webhooks.SaveAsync(claimed[1], new WebhookProgress { State = state }, TimeSpan.Zero, keep: false, Stop));

        // As long as their task, and a day; one that is made later stays again.
        Assert.InRange((await LeftAsync())!.Value, Options.TaskRetention, Options.TaskRetention + TimeSpan.FromDays(1));
        Assert.Equal(state == WebhookState.Dead, await AskAsync(database => database.KeyTimeToLiveAsync(Fixture.Inner.Keys.WebhooksDead(Partition(task.Id), Alice))) is not null);
        await PutAsync(task.Id, "c");
        Assert.Null(await LeftAsync());
        Assert.True(await Seam.Webhooks.DeleteAsync(Alice, task.Id, "c", Stop));
        Assert.NotNull(await LeftAsync());
        Assert.Equal(2, (await Seam.Webhooks.ListAsync(Alice, task.Id, Stop))!.Count);

        Task<TimeSpan?> LeftAsync() => AskAsync(database => database.KeyTimeToLiveAsync(Hash(task.Id)));
    }

    [Fact]
    public async Task What_was_given_up_longer_ago_than_tasks_are_kept_is_not_kept_in_the_list()
    {
        var (old, late) = (await SubmitAsync(), await SubmitAsync());
        await GiveUpAsync(old.Id);
        await Seam.AdvanceAsync(Options.TaskRetention + TimeSpan.FromDays(2));
        await GiveUpAsync(late.Id);

        Assert.Equal(late.Id, Assert.Single(await Seam.Webhooks.ListDeadAsync(Alice, 10, Stop)).TaskId);
        if (Partition(old.Id) == Partition(late.Id)) Assert.Equal(1, await AskAsync(database => database.SortedSetLengthAsync(Fixture.Inner.Keys.WebhooksDead(Partition(late.Id), Alice))));
    }

    private async Task GiveUpAsync(string taskId)
    {
        await PutAsync(taskId, "a");
        var claimed = Assert.Single(await Seam.Webhooks.ClaimAsync(10, Lease, Stop));
        Assert.True(await Seam.Webhooks.SaveAsync(claimed, new WebhookProgress { State = WebhookState.Dead }, TimeSpan.Zero, keep: false, Stop));
    }

    private async Task PutAsync(string taskId, string id) => Assert.Equal(WebhookPut.Stored, await Seam.Webhooks.PutAsync(
        Alice, taskId, new Webhook(id, "https://example.org/" + id) { Version = "1.0", CreatedAt = Seam.Time.GetUtcNow() }, Stop));

    private RedisKey Hash(string taskId) => Fixture.Inner.Keys.Webhooks(Partition(taskId), taskId);

    private static int Partition(string taskId) => TaskIds.TryGetPartition(taskId, out var partition) ? partition : throw new InvalidOperationException(taskId);

    private Task<T> AskAsync<T>(Func<IDatabase, Task<T>> ask) => Fixture.Inner.Link.AskAsync(ask, Stop);

    private sealed class WarningLog : ILogger<RedisSeamHost>
    {
        public ConcurrentQueue<string> Warnings { get; } = [];

        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, Microsoft.Extensions.Logging.EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (logLevel >= LogLevel.Warning) Warnings.Enqueue(formatter(state, exception) + exception);
        }
    }
}
