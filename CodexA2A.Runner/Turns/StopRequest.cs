using CodexA2A.Runner.AppServer;
using CodexA2A.Runner.Mapping;
using CodexA2A.Runner.Threads;

namespace CodexA2A.Runner.Turns;

/// <summary>
/// Our wish that Codex stops a turn, made once; its own word, turn/completed, comes through the turn's loop, for which this belongs.
/// </summary>
internal sealed partial class StopRequest(
    OpenThread thread, RunningTurn running, TurnEventMapper mapper, TimeSpan limit, TimeProvider time, ILogger logger)
{
    private readonly TaskCompletionSource _over = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Task _sent = Task.CompletedTask;
    private long _since;

    /// <summary>Why; the first reason stays.</summary>
    public TurnStop Reason { get; private set; }

    /// <summary>True once it is made.</summary>
    public bool IsMade => Reason != TurnStop.None;

    /// <summary>How long Codex still has to confirm it.</summary>
    public TimeSpan Left => limit - time.GetElapsedTime(_since);

    /// <summary>Asks Codex, unless it was asked before. The requests run beside the loop: Codex's messages must be read on meanwhile.</summary>
    public void Make(TurnStop reason, CancellationToken cancellationToken)
    {
        if (IsMade)
        {
            return;
        }

        Reason = reason;
        _since = time.GetTimestamp();
        _sent = SendAsync(cancellationToken);
    }

    /// <summary>The turn is over: Codex is not asked again. Returns when it has answered what it was asked; never faults.</summary>
    public async Task EndAsync()
    {
        _over.TrySetResult();
        await _sent;
        if (IsMade)
        {
            // Codex may have begun something between its answer and the end.
            thread.StoppedTurn().Stopped(mapper.SubAgentThreads);
        }
    }

    private async Task SendAsync(CancellationToken cancellationToken)
    {
        using var tooLate = new CancellationTokenSource(limit, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, tooLate.Token);
        var stopped = thread.StoppedTurn();
        try
        {
            while (!await thread.InterruptAsync(running.Id, either.Token) && !_over.Task.IsCompleted)
            {
                // Codex answered the start, but the turn does not run yet; or its end is on the way.
                await Task.WhenAny(_over.Task, Task.Delay(TurnStopping.Again, time, either.Token));
            }

            // The interrupt leaves a running command alive as a background terminal.
            await thread.CleanTerminalsAsync(either.Token);
            foreach (var agent in mapper.RunningSubAgents)
            {
                await thread.StopSubAgentAsync(agent.ThreadId, agent.TurnId, either.Token);
            }
        }
        catch (AppServerException exception)
        {
            LogStopFailed(running.Id, exception.Message);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // Whoever stops the turn then asks anew.
            LogStopFailed(running.Id, "its session was given up");
        }
        catch (OperationCanceledException)
        {
            LogStopFailed(running.Id, "it took too long");
        }
        finally
        {
            stopped.Stopped(mapper.SubAgentThreads);
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Stopping turn {TurnId}: {Problem}")]
    private partial void LogStopFailed(string turnId, string problem);
}
