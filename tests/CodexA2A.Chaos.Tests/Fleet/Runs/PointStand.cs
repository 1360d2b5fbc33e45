using CodexA2A.Chaos.Tests.Fleet.Stage;
using CodexA2A.Chaos.Tests.Fleet.Turns;
using CodexA2A.EndToEnd.Harness;
using CodexA2A.Runner.Turns;
using CodexA2A.ScriptedModel.Gates;
using CodexA2A.Tasks;

namespace CodexA2A.Chaos.Tests.Fleet.Runs;

/// <summary>A turn that is made to stand at one of its points.</summary>
internal sealed class PointStand(ChaosFleet fleet, Owners owners, TurnPoint point)
{
    private ChaosTurn? _turn;
    private ScriptGate? _gate;
    private SessionLock? _lock;

    public TurnPoint Point => point;

    /// <summary>It does not stand there: the kill follows at once what makes the turn move on.</summary>
    public bool Moves => point is TurnPoint.Queued or TurnPoint.Answered or TurnPoint.AtTheEnd;

    /// <summary>The owner was killed while it stood there.</summary>
    public bool IsHit { get; private set; }

    /// <summary>Before the turn is sent to its session.</summary>
    public async Task PrepareAsync(SessionId session, CancellationToken stop)
    {
        if (point == TurnPoint.Claimed)
        {
            // The owner of the turn before may still be about to let go of it.
            await Waiting.ForAsync(() => (_lock = SessionLock.TryTake(fleet.CodexHome, session.Value)) is not null, stop);
        }
    }

    /// <summary>The words of the turn.</summary>
    public TurnText Take(TurnText text)
    {
        _gate = point is TurnPoint.TurnStarted or TurnPoint.InReasoning or TurnPoint.InText or TurnPoint.BeforeCommand or TurnPoint.AfterCommand or TurnPoint.AtTheEnd
            ? fleet.Model.Gate(text.GateAt(point))
            : null;
        return text with { Point = point };
    }

    /// <summary>Returns when the turn is there.</summary>
    public async Task ReachAsync(ChaosTurn turn, CancellationToken stop)
    {
        _turn = turn;
        await turn.Accepted.WaitAsync(stop);
        await (point switch
        {
            TurnPoint.Queued => owners.WaitAsync(turn, begun: false, stop),
            TurnPoint.Claimed => owners.WaitAsync(turn, begun: true, stop),
            TurnPoint.BeforeTurnStart => UntilAsync(() => fleet.Codex.Holds(turn.Text.Name), stop),
            TurnPoint.InCommand => UntilAsync(() => TurnFiles.Count(fleet.Workspace, turn.Text.Name) > 0, stop),
            TurnPoint.Asking or TurnPoint.Answered => turn.Asked.WaitAsync(stop),
            _ => _gate!.WaitUntilReachedAsync(stop),
        });
    }

    /// <summary>What it waited for comes, where the kill is to follow that.</summary>
    public async Task MoveAsync(ChaosTurn turn, CancellationToken stop)
    {
        if (point == TurnPoint.Answered)
        {
            turn.LetAnswer();
            await turn.FirstAnswered.WaitAsync(stop);
        }
        else if (point == TurnPoint.AtTheEnd)
        {
            _gate!.Open();
        }
    }

    /// <summary>The owner was killed.</summary>
    public void Hit()
    {
        IsHit = true;
        Release();
    }

    /// <summary>Nothing holds it any more, in whichever attempt.</summary>
    public void Release()
    {
        _gate?.Open();
        _lock?.Dispose();
        _lock = null;
        if (_turn is { } turn)
        {
            turn.LetAnswer();
            TurnFiles.LetGo(fleet.Workspace, turn.Text.Name);
            fleet.Codex.LetGo(turn.Text.Name);
        }
    }

    // Longer than Waiting has patience for: the turn may wait for one that is killed.
    private static async Task UntilAsync(Func<bool> condition, CancellationToken stop)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        while (!condition())
        {
            await timer.WaitForNextTickAsync(stop);
        }
    }
}
