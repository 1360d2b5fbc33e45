using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using CodexA2A.Runner.AppServer;
using CodexA2A.Runner.Threads;
using CodexA2A.Tasks;

namespace CodexA2A.Runner.Turns;

/// <summary>A steer, and what came of it.</summary>
/// <param name="Command">What was asked.</param>
/// <param name="Fault">Why it was not taken; null when Codex has it.</param>
/// <param name="IsRepeated">True when the same message was taken before.</param>
internal sealed record SteerOutcome(SteerTurn Command, ControlFault? Fault, bool IsRepeated = false);

/// <summary>
/// Adds messages to a running turn, in order, each submit id once. Codex is asked beside the turn's loop, because its messages
/// must be read on meanwhile; the loop takes the outcomes.
/// </summary>
internal sealed class TurnSteering(
    ActiveTurn turn, OpenThread thread, RunningTurn running, Func<SteerTurn, CancellationToken, Task<TurnRequest>> requests, TimeSpan limit, TimeProvider time)
{
    /// <summary>So many wait here, besides those that wait in the store.</summary>
    internal const int Most = 32;

    /// <summary>So many bytes of them.</summary>
    internal const long MostBytes = 32 * 1024 * 1024;

    private readonly InputBound _bound = new(Most, MostBytes);
    private readonly ConcurrentQueue<SteerOutcome> _outcomes = new();

    // By submit id: why it was not taken, or null. The messages themselves are not kept.
    private readonly Dictionary<string, ControlFault?> _settled = new(StringComparer.Ordinal);
    private readonly TaskCompletionSource _over = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Task _last = Task.CompletedTask;

    /// <summary>Asks Codex; the outcome follows. What is too much is refused, but not what came before the turn began: the store has bounded that.</summary>
    public void Add(SteerTurn steer, CancellationToken cancellationToken, bool isEarly = false)
    {
        var size = steer.Message.Parts.Sum(Size);
        if (isEarly)
        {
            _bound.Enter(size);
        }
        else if (!_bound.TryEnter(size))
        {
            _outcomes.Enqueue(new SteerOutcome(steer, TurnReplies.Full(steer)));
            return;
        }

        var before = _last;
        _last = RunAsync();

        async Task RunAsync()
        {
            await before;
            var outcome = await SteerAsync(steer, cancellationToken);
            _bound.Leave(size);
            _outcomes.Enqueue(outcome);
            turn.Signal.Set();
        }
    }

    /// <summary>Refuses without asking Codex.</summary>
    public void Refuse(SteerTurn steer, string detail) => _outcomes.Enqueue(new SteerOutcome(steer, TurnReplies.Fault(steer, detail)));

    /// <summary>The next outcome.</summary>
    public bool TryTake(out SteerOutcome outcome) => _outcomes.TryDequeue(out outcome!);

    /// <summary>The turn is over: what Codex has not answered by now gets no other try. Returns when all outcomes are there, or the limit is over.</summary>
    public async Task EndAsync()
    {
        _over.TrySetResult();
        await Task.WhenAny(_last, Task.Delay(limit, time));
    }

    /// <summary>What is answered when Codex has it.</summary>
    public JsonObject Answer() => new() { ["thread_id"] = thread.ThreadId, ["turn_id"] = running.Id };

    /// <summary>Never faults.</summary>
    private async Task<SteerOutcome> SteerAsync(SteerTurn steer, CancellationToken cancellationToken)
    {
        if (_settled.TryGetValue(steer.SubmitId, out var before))
        {
            // Taken, or nobody knows: not sent again. What was refused may be tried again.
            return new SteerOutcome(steer, before, IsRepeated: true);
        }

        if ((steer.ExpectedTurnId is { } expected && expected != running.Id) || (steer.ThreadId is { } named && named != thread.ThreadId))
        {
            return Refused(steer, "another turn runs in this task than the one that was named.");
        }

        try
        {
            await SendAsync(steer, cancellationToken);
            return Settled(steer, null);
        }
        catch (A2AException invalid)
        {
            return new SteerOutcome(steer, new ControlFault(invalid.Code, invalid.Reason, invalid.Message) { Fields = invalid.FieldViolations, Metadata = invalid.Metadata });
        }
        catch (TurnRefusedException exception)
        {
            return Refused(steer, exception.Message);
        }
        catch (AppServerRequestException exception)
        {
            return Refused(steer, exception.IsNoActiveTurn ? "the turn has ended." : exception.ServerMessage);
        }
        catch (Exception exception) when (exception is AppServerTimeoutException or OperationCanceledException)
        {
            return Settled(steer, new ControlFault(
                A2AErrorCode.InternalError, ControlFault.OutcomeUnknown, "Codex did not say whether it took the message. Read the task before you send it again."));
        }
        catch (AppServerException exception)
        {
            return Refused(steer, exception.Message);
        }
    }

    private async Task SendAsync(SteerTurn steer, CancellationToken cancellationToken)
    {
        var request = await requests(steer, cancellationToken);
        var begun = time.GetTimestamp();
        while (true)
        {
            try
            {
                await thread.SteerAsync(running.Id, request, steer.SubmitId, cancellationToken);
                return;
            }
            catch (AppServerRequestException exception) when (exception.IsNoActiveTurn && !_over.Task.IsCompleted && time.GetElapsedTime(begun) < limit)
            {
                // Codex answered the start, but the turn does not run yet; or its end is on the way.
                await Task.WhenAny(_over.Task, Task.Delay(TurnStopping.Again, time, cancellationToken));
            }
        }
    }

    private SteerOutcome Settled(SteerTurn steer, ControlFault? fault)
    {
        _settled[steer.SubmitId] = fault;
        return new SteerOutcome(steer, fault);
    }

    private static long Size(Part part) => (part.Text?.Length ?? 0) + (part.Raw?.Length ?? 0) + (part.Url?.Length ?? 0);

    private static SteerOutcome Refused(SteerTurn steer, string detail) => new(steer, TurnReplies.Fault(steer, detail));
}
