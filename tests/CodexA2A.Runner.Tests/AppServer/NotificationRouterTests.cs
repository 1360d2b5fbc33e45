using CodexA2A.Runner.AppServer;
using CodexA2A.Runner.AppServer.Protocol;
using Microsoft.Extensions.Time.Testing;

namespace CodexA2A.Runner.Tests.AppServer;

public sealed partial class NotificationRouterTests : IDisposable
{
    private static readonly DeathCertificate Dead = new("gen", 1, 1, null, DeathReason.Exited, "it ended.", []);

    private readonly FakeTimeProvider _time = new();
    private readonly TestMeters _meters = new();
    private readonly List<ServerRequest> _refused = [];
    private readonly List<Notification> _process = [];
    private readonly NotificationRouter _router;

    public NotificationRouterTests() => _router = new NotificationRouter(
        new SubscriptionLimits(3, 1000, TimeSpan.FromSeconds(30)),
        new ParkingLimits(2, 4, 100, TimeSpan.FromSeconds(30)),
        _time, _meters.Metrics, _refused.Add, _process.Add);

    public void Dispose()
    {
        _router.Dispose();
        _meters.Dispose();
    }

    [Fact]
    public async Task Each_subscriber_reads_its_own_thread_in_order()
    {
        await using var a = _router.Subscribe("a");
        await using var b = _router.Subscribe("b");
        Send("a", "1");
        Send("b", "2");
        Send("a", "3");
        Assert.Equal(["1", "3"], Texts(a));
        Assert.Equal(["2"], Texts(b));
    }

    [Fact]
    public async Task What_came_before_the_subscription_comes_first()
    {
        Send("a", "1");
        Send("a", "2");
        await using var a = _router.Subscribe("a");
        Send("a", "3");
        Assert.Equal(["1", "2", "3"], Texts(a));
    }

    [Fact]
    public void What_nobody_asks_for_is_bounded_dropped_and_counted()
    {
        for (var i = 0; i < 10; i++)
        {
            Send("a", $"{i}");
            Send("b", $"{i}");
            Send("c", $"{i}");
        }

        Assert.Equal(10 + 6 + 6, _meters["codex.messages.dropped"]);
    }

    [Fact]
    public async Task After_a_gap_nothing_more_is_parked()
    {
        for (var i = 0; i < 6; i++)
            Send("a", $"{i}");
        await using var a = _router.Subscribe("a");
        Assert.Equal(["0", "1", "2", "3"], Texts(a));
    }

    [Fact]
    public void Bytes_are_bounded_too()
    {
        _router.Route(Delta("1"), "a", 99);
        _router.Route(Delta("2"), "b", 2);
        Assert.Equal(1, _meters["codex.messages.dropped"]);
    }

    [Fact]
    public async Task What_was_parked_too_long_is_dropped_and_its_questions_refused()
    {
        _router.Await("child");
        Send("child", "1");
        _router.Route(new FileChangeApprovalRequest("i") { ThreadId = "child", RequestId = RequestId.From(4) }, "child", 1);
        _time.Advance(TimeSpan.FromSeconds(61));
        Assert.Equal("4", Assert.Single(_refused).RequestId.Json);
        Assert.Equal(2, _meters["codex.messages.dropped"]);
        Send("child", "late");
        await using var child = _router.Subscribe("child");
        Send("child", "live");
        Assert.Equal(["live"], Texts(child));
    }

    [Fact]
    public async Task After_the_end_of_a_subscription_the_rest_is_dropped_until_the_next()
    {
        var first = _router.Subscribe("a");
        await first.DisposeAsync();
        Send("a", "late");
        await using var second = _router.Subscribe("a");
        Send("a", "new");
        Assert.Equal(["new"], Texts(second));
        Assert.False(await first.Messages.WaitToReadAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Two_subscribers_of_one_thread_are_a_mistake()
    {
        await using var a = _router.Subscribe("a");
        Assert.Throws<InvalidOperationException>(() => _router.Subscribe("a"));
    }

    [Fact]
    public void What_concerns_no_thread_goes_to_the_process()
    {
        _router.Route(new WarningNotification("w"), null, 1);
        Assert.Equal("w", Assert.IsType<WarningNotification>(Assert.Single(_process)).Message);
    }

    [Fact]
    public async Task Death_is_the_last_message_of_everyone_also_of_the_full_ones()
    {
        await using var a = _router.Subscribe("a");
        await using var b = _router.Subscribe("b");
        for (var i = 0; i < 3; i++)
            Send("b", $"{i}");
        _router.FailAll(Dead);
        Assert.Same(Dead, Assert.IsType<ProcessDied>(Assert.Single(await AllAsync(a))).Certificate);
        Assert.IsType<ProcessDied>((await AllAsync(b))[3]);
        Assert.Throws<AppServerDiedException>(() => _router.Subscribe("c"));
    }

    [Fact]
    public async Task A_full_subscription_blocks_the_reader_until_there_is_room()
    {
        await using var a = _router.Subscribe("a");
        var reader = Task.Factory.StartNew(() =>
        {
            for (var i = 0; i < 100; i++)
                Send("a", $"{i}");
        }, TestContext.Current.CancellationToken, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        List<string> read = [];
        while (read.Count < 100)
        {
            read.Add(Text(await a.Messages.ReadAsync(TestContext.Current.CancellationToken)));
            Assert.InRange(a.Messages.Count, 0, 3);
        }

        await reader;
        Assert.Equal(Enumerable.Range(0, 100).Select(i => $"{i}"), read);
    }

    [Fact]
    public async Task A_subscriber_that_never_reads_is_failed_and_the_others_go_on()
    {
        await using var slow = _router.Subscribe("slow");
        await using var other = _router.Subscribe("other");
        for (var i = 0; i < 3; i++)
            Send("slow", $"{i}");
        var blocked = Task.Factory.StartNew(() =>
        {
            Send("slow", "one too many");
            Send("other", "still here");
        }, TestContext.Current.CancellationToken, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        while (!blocked.IsCompleted)
        {
            _time.Advance(TimeSpan.FromSeconds(31));
            await Task.Yield();
        }

        Assert.Equal("still here", Text(await other.Messages.ReadAsync(TestContext.Current.CancellationToken)));
        Assert.Equal(["0", "1", "2"], Texts(slow));
        await Assert.ThrowsAsync<SubscriberTooSlowException>(() => slow.Messages.Completion);
        Assert.Equal(1, _router.Count);
    }

    [Fact]
    public async Task One_message_larger_than_all_bounds_is_taken_when_nothing_waits()
    {
        await using var a = _router.Subscribe("a");
        _router.Route(Delta("huge"), "a", 1_000_000);
        Assert.Equal(["huge"], Texts(a));
    }

    private static AgentMessageDeltaNotification Delta(string text) => new("i", text);

    private static string Text(AppServerMessage message) => Assert.IsType<AgentMessageDeltaNotification>(message).Delta;

    private static List<string> Texts(ThreadSubscription subscription)
    {
        List<string> texts = [];
        while (subscription.Messages.TryRead(out var message))
            texts.Add(Text(message));
        return texts;
    }

    private static async Task<List<AppServerMessage>> AllAsync(ThreadSubscription subscription) =>
        await subscription.Messages.ReadAllAsync(TestContext.Current.CancellationToken).ToListAsync(TestContext.Current.CancellationToken);

    private void Ask(string thread, int id) =>
        _router.Route(new FileChangeApprovalRequest("i") { ThreadId = thread, RequestId = RequestId.From(id) }, thread, 1);

    private void Send(string thread, string text) => _router.Route(Delta(text), thread, 1);
}
