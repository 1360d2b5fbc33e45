using System.Threading.Channels;
using CodexA2A.Runner.Tests.AppServer;
using CodexA2A.Runner.Turns;
using CodexA2A.Tasks;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;

namespace CodexA2A.Runner.Tests.Turns;

/// <summary>Leases of 9 s, renewed each 3 s and given up 8.1 s after the last renewal.</summary>
public sealed class LeaseKeeperTests : IAsyncDisposable
{
    private static readonly Owner Alice = new("", "alice");
    private readonly CancellationTokenSource _end = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
    private readonly Clock _time = new();
    private readonly TestLog _log = new();
    private readonly Store _store = new();
    private readonly SessionRunner _session;
    private readonly Task _keeping;

    public LeaseKeeperTests()
    {
        var lease = new SessionLease(SessionId.Create(Alice, "ctx"), Alice, "ctx", "runner", 1);
        _session = new SessionRunner(lease, new TurnPlace(new TurnPlaces(1)), _store, null!, null!, null!, null!, TimeProvider.System, NullLogger<SessionRunner>.Instance)
        {
            RenewedAt = _time.GetTimestamp(),
        };
        var keeper = new LeaseKeeper(
            _store, new RenewalClock(_time), Options.Create(new SeamOptions { LeaseTime = TimeSpan.FromSeconds(9) }), _time, new Logger<LeaseKeeper>(LoggerFactory.Create(logging => logging.AddProvider(_log))));
        _keeping = keeper.RunAsync(new RunnerIdentity("runner", "home"), () => [_session], _end.Token);
    }

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        await _keeping;
        _end.Dispose();
    }

    [Fact]
    public async Task A_fault_that_is_not_the_stores_is_logged_and_renewal_goes_on()
    {
        await FailAsync(await TickAsync(3), new InvalidOperationException("broken"));
        await RenewedAsync(await TickAsync(1));
        await FailAsync(await TickAsync(3), new FormatException("again"));
        await RenewedAsync(await TickAsync(1));
        await RenewedAsync(await TickAsync(3));

        // After 11 s: without the renewals between it would be given up.
        Assert.False(_session.IsStopping);
    }

    [Fact]
    public async Task What_cannot_be_renewed_is_stopped_before_its_lease_runs_out()
    {
        foreach (var seconds in (int[])[3, 1, 1, 1, 1, 1])
        {
            Assert.False(_session.IsStopping);
            await FailAsync(await TickAsync(seconds), seconds == 3 ? new InvalidOperationException("broken") : new SeamUnavailableException("away"));
        }

        // After 8 s.
        Assert.False(_session.IsStopping);
        await TickAsync(0.2);
        await StoppedAsync();
    }

    [Fact]
    public async Task A_store_that_never_answers_does_not_hold_that_up()
    {
        await TickAsync(3);
        _time.Advance(TimeSpan.FromSeconds(5.2));

        // After 8.2 s.
        await LoggedAsync("is lost; its turn is stopped");
        await StoppedAsync();
    }

    [Fact]
    public async Task A_process_that_stood_still_goes_on_when_the_store_still_grants_its_lease()
    {
        // Asked for after 3 s, and awake again after 20.
        await RenewedAsync(await TickAsync(20));
        await RenewedAsync(await TickAsync(3));
        Assert.False(_session.IsStopping);
    }

    [Fact]
    public async Task A_process_that_stood_still_in_a_renewal_asks_again()
    {
        await TickAsync(3);
        _time.Advance(TimeSpan.FromSeconds(20));
        await RenewedAsync(await _store.Asked.Reader.ReadAsync(Stop));
        Assert.False(_session.IsStopping);
    }

    [Fact]
    public async Task An_answer_that_comes_after_a_standstill_is_asked_for_again()
    {
        var asked = await TickAsync(3);
        // The answer is there before the limit is heard of.
        await using var answer = _time.CreateTimer(_ => asked.SetResult(new RenewOutcome([], [])), null, TimeSpan.FromSeconds(1), Timeout.InfiniteTimeSpan);
        _time.Advance(TimeSpan.FromSeconds(20));
        await RenewedAsync(await _store.Asked.Reader.ReadAsync(Stop));
        Assert.False(_session.IsStopping);
    }

    [Fact]
    public async Task A_process_that_stood_still_and_cannot_ask_gives_up()
    {
        await FailAsync(await TickAsync(20), new SeamUnavailableException("away"));
        await LoggedAsync("is lost; its turn is stopped");
        await StoppedAsync();
    }

    [Fact]
    public async Task A_lease_that_another_has_is_stopped_at_once()
    {
        (await TickAsync(3)).SetResult(new RenewOutcome([_session.Lease.Session], []));

        await LoggedAsync("is lost; its turn is stopped");
    }

    [Fact]
    public async Task A_lease_whose_part_of_the_store_is_away_is_asked_for_again_and_given_up_in_time()
    {
        foreach (var seconds in (int[])[3, 1, 1, 1, 1, 1])
        {
            Assert.False(_session.IsStopping);
            (await TickAsync(seconds)).SetResult(new RenewOutcome([], []) { Unanswered = [_session.Lease.Session] });
        }

        await TickAsync(0.2);
        await StoppedAsync();
    }

    /// <summary>Lets time pass to the next renewal; gives its answer to the test.</summary>
    private async Task<TaskCompletionSource<RenewOutcome>> TickAsync(double seconds)
    {
        await _time.Waited.Reader.ReadAsync(Stop);
        _time.Advance(TimeSpan.FromSeconds(seconds));
        return await _store.Asked.Reader.ReadAsync(Stop);
    }

    /// <summary>Answers well, and returns when the keeper has seen it: the next step of the clock would be its limit.</summary>
    private async Task RenewedAsync(TaskCompletionSource<RenewOutcome> asked)
    {
        asked.SetResult(new RenewOutcome([], []));
        while (_session.RenewedAt != _time.GetTimestamp())
        {
            Stop.ThrowIfCancellationRequested();
            await Task.Yield();
        }
    }

    private async Task FailAsync(TaskCompletionSource<RenewOutcome> asked, Exception fault)
    {
        asked.SetException(fault);
        await LoggedAsync(fault.Message);
    }

    /// <summary>It may be a moment after the log says so.</summary>
    private async Task StoppedAsync()
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(Stop);
        limit.CancelAfter(TimeSpan.FromSeconds(30));
        while (!_session.IsStopping)
        {
            limit.Token.ThrowIfCancellationRequested();
            await Task.Yield();
        }
    }

    private async Task LoggedAsync(string words)
    {
        while (!_log.Text.Contains(words, StringComparison.Ordinal))
        {
            Stop.ThrowIfCancellationRequested();
            await Task.Yield();
        }
    }

    /// <summary>Tells when somebody begins to wait: a step before that would be for nothing.</summary>
    private sealed class Clock : FakeTimeProvider
    {
        public Channel<bool> Waited { get; } = Channel.CreateUnbounded<bool>();

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            var timer = base.CreateTimer(callback, state, dueTime, period);
            if (state is Task)
            {
                // A delay; limits of calls are timers too.
                Waited.Writer.TryWrite(true);
            }

            return timer;
        }
    }

    private sealed class Store : UnusedQueue
    {
        public Channel<TaskCompletionSource<RenewOutcome>> Asked { get; } =
            Channel.CreateUnbounded<TaskCompletionSource<RenewOutcome>>();

        public override async ValueTask<RenewOutcome> RenewAsync(
            RunnerIdentity runner, IReadOnlyCollection<SessionLease> leases, CancellationToken cancellationToken)
        {
            var answer = new TaskCompletionSource<RenewOutcome>(TaskCreationOptions.RunContinuationsAsynchronously);
            await Asked.Writer.WriteAsync(answer, cancellationToken);
            return await answer.Task;
        }
    }
}
