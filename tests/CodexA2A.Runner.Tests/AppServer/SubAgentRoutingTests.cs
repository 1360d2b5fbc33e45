using CodexA2A.Runner.AppServer;
using CodexA2A.Runner.AppServer.Protocol;
using Microsoft.Extensions.Time.Testing;

namespace CodexA2A.Runner.Tests.AppServer;

/// <summary>A sub-agent's thread goes to whoever follows the turn that it works for.</summary>
public sealed class SubAgentRoutingTests : IDisposable
{
    private readonly TestMeters _meters = new();
    private readonly List<ServerRequest> _refused = [];
    private readonly NotificationRouter _router;

    public SubAgentRoutingTests() => _router = new NotificationRouter(
        SubscriptionLimits.Default, ParkingLimits.Default, new FakeTimeProvider(), _meters.Metrics, _refused.Add, _ => { });

    public void Dispose()
    {
        _router.Dispose();
        _meters.Dispose();
    }

    [Fact]
    public async Task From_its_first_turn_on_with_what_it_said_before()
    {
        await using var parent = _router.Subscribe("parent");
        Start("parent", "turn-1", "turn-1");
        Say("child", "before");
        Start("child", "turn-2", "turn-1");
        Say("child", "after");
        Ask("child");

        Assert.Equal(["turn-1", "before", "turn-2", "after", "question"], Read(parent));
        Assert.Empty(_refused);
    }

    [Fact]
    public async Task Until_the_end_of_the_parent_s_turn_and_again_for_its_next()
    {
        var first = _router.Subscribe("parent");
        Start("parent", "turn-1", "turn-1");
        Start("child", "turn-2", "turn-1");
        await first.DisposeAsync();
        Say("child", "late");
        Ask("child");
        Assert.Single(_refused);

        await using var second = _router.Subscribe("parent");
        Start("parent", "turn-3", "turn-3");
        Say("child", "still of the first");
        Start("child", "turn-4", "turn-3");
        Say("child", "of the second");

        Assert.Equal(["turn-3", "turn-4", "of the second"], Read(second));
    }

    [Fact]
    public async Task Not_to_those_who_follow_another_turn_and_not_what_works_for_itself()
    {
        await using var parent = _router.Subscribe("parent");
        Start("parent", "turn-1", "turn-1");
        Start("stranger", "turn-8", "turn-7");
        Start("other", "turn-9", "turn-9");
        Ask("stranger");

        Assert.Equal(["turn-1"], Read(parent));
        Assert.Single(_refused);
    }

    private static IEnumerable<string> Read(ThreadSubscription subscription)
    {
        while (subscription.Messages.TryRead(out var message))
        {
            yield return message switch
            {
                TurnStartedNotification started => started.TurnId!,
                AgentMessageDeltaNotification delta => delta.Delta,
                _ => "question",
            };
        }
    }

    private void Start(string thread, string turn, string root) =>
        _router.Route(new TurnStartedNotification(new CodexTurn(turn, TurnStatuses.InProgress, root)) { ThreadId = thread, TurnId = turn }, thread, 1);

    private void Say(string thread, string text) => _router.Route(new AgentMessageDeltaNotification("m", text) { ThreadId = thread, TurnId = "t" }, thread, 1);

    private void Ask(string thread) => _router.Route(new FileChangeApprovalRequest("i") { ThreadId = thread, RequestId = RequestId.From(1) }, thread, 1);
}
