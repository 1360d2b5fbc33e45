using CodexA2A.Runner.AppServer;
using CodexA2A.Runner.AppServer.Protocol;
using Microsoft.Extensions.Time.Testing;

namespace CodexA2A.Runner.Tests.AppServer;

/// <summary>When a reader is woken.</summary>
public sealed class ThreadSubscriptionTests : IAsyncDisposable
{
    private static readonly Notification Piece = new AgentMessageDeltaNotification("i", "x");
    private static readonly Notification Whole = new ReasoningSummaryPartAddedNotification("i", 1);

    private readonly ThreadSubscription _subscription = new("t", new SubscriptionLimits(2, 1000, TimeSpan.FromSeconds(30)), new FakeTimeProvider(), (_, _) => { });
    private int _woken;

    public ValueTask DisposeAsync() => _subscription.DisposeAsync();

    [Fact]
    public void A_reader_looks_once_at_the_start_and_then_for_each_message()
    {
        _subscription.Write(Whole, 1);
        Follow();
        _subscription.Write(Piece, 1);
        Assert.Equal(2, _woken);
    }

    [Fact]
    public void A_patient_reader_sleeps_on_for_a_piece_and_wakes_for_anything_else()
    {
        Follow();
        _subscription.BePatient(true);
        _subscription.Write(Piece, 1);
        Assert.Equal(1, _woken);

        _subscription.Write(Whole, 1);
        Assert.Equal(2, _woken);
        Assert.Equal([Piece, Whole], Read());

        _subscription.BePatient(false);
        _subscription.Write(Piece, 1);
        Assert.Equal(3, _woken);
    }

    [Fact]
    public async Task A_patient_reader_wakes_when_there_is_no_room_for_a_piece()
    {
        // Continued by the writer itself, the test would read before the writer waits, and nobody after it.
        var full = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _subscription.Write(Piece, 1);
        _subscription.Write(Piece, 1);
        _subscription.BePatient(true);
        _subscription.Wake(() =>
        {
            if (Interlocked.Increment(ref _woken) == 2)
                full.SetResult();
        });

        var writing = Task.Factory.StartNew(() => _subscription.Write(Piece, 1), TestContext.Current.CancellationToken, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        await full.Task.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
        Assert.Equal(2, Read().Count);
        Assert.True(await writing);
    }

    [Fact]
    public async Task The_end_wakes_a_patient_reader()
    {
        Follow();
        _subscription.BePatient(true);
        _subscription.Complete(new SubscriberTooSlowException("t"));
        Assert.Equal(2, _woken);
        await Assert.ThrowsAsync<SubscriberTooSlowException>(() => _subscription.Messages.Completion);
    }

    private void Follow() => _subscription.Wake(() => _woken++);

    private List<AppServerMessage> Read()
    {
        var read = new List<AppServerMessage>();
        while (_subscription.Messages.TryRead(out var message))
            read.Add(message);
        return read;
    }
}
