using CodexA2A.Runner.AppServer.Protocol;

namespace CodexA2A.Runner.Tests.AppServer;

// What becomes of a question that nobody follows, or reads.
public sealed partial class NotificationRouterTests
{
    [Fact]
    public async Task A_question_in_a_thread_that_nobody_is_about_to_follow_is_refused_at_once()
    {
        Send("child", "1");
        Ask("child", 4);
        Assert.Equal("4", Assert.Single(_refused).RequestId.Json);
        Send("child", "2");
        await using var child = _router.Subscribe("child");
        Assert.Equal(["1", "2"], Texts(child));
    }

    [Fact]
    public async Task A_question_in_a_thread_that_is_being_loaded_waits_for_its_follower()
    {
        _router.Await("a");
        Ask("a", 4);
        Ask("b", 5);
        Assert.Equal("5", Assert.Single(_refused).RequestId.Json);
        await using var a = _router.Subscribe("a");
        Assert.Equal("4", Assert.IsType<FileChangeApprovalRequest>(await a.Messages.ReadAsync(TestContext.Current.CancellationToken)).RequestId.Json);
    }

    [Fact]
    public async Task While_a_thread_is_started_any_may_be_it()
    {
        _router.BeginStart();
        Ask("new", 4);
        Ask("child", 5);
        Assert.Empty(_refused);
        _router.EndStart("new");
        Assert.Equal("5", Assert.Single(_refused).RequestId.Json);
        await using var started = _router.Subscribe("new");
        Assert.IsType<FileChangeApprovalRequest>(await started.Messages.ReadAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public void What_waits_for_a_follower_is_refused_when_he_gives_up()
    {
        _router.Await("a");
        Ask("a", 4);
        _router.GiveUp("a");
        _router.BeginStart();
        Ask("b", 5);
        _router.EndStart(null);
        Assert.Equal(["4", "5"], _refused.Select(request => request.RequestId.Json));
    }

    [Fact]
    public async Task A_question_that_nobody_reads_any_more_is_refused()
    {
        var first = _router.Subscribe("a");
        await first.DisposeAsync();
        _router.Route(new FileChangeApprovalRequest("i") { ThreadId = "a", RequestId = RequestId.From(4) }, "a", 1);
        Assert.Single(_refused);
    }

    [Fact]
    public async Task A_question_that_was_delivered_but_not_read_is_refused_at_the_end()
    {
        var first = _router.Subscribe("a");
        _router.Route(new FileChangeApprovalRequest("i") { ThreadId = "a", RequestId = RequestId.From(4) }, "a", 1);
        await first.DisposeAsync();
        Assert.Equal("4", Assert.Single(_refused).RequestId.Json);
    }
}
