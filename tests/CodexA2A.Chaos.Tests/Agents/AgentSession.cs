using CodexA2A.Chaos.Tests.Ledgers;
using CodexA2A.Tasks;

namespace CodexA2A.Chaos.Tests.Agents;

/// <summary>One session under its lease: what an earlier owner began first, then its commands in order, until none has come for a moment.</summary>
#pragma warning disable CA1001 // Its source of cancellation is never used with a timer: there is nothing to free.
internal sealed class AgentSession(
    ITaskLog log, ITurnQueue queue, SessionLease lease, TaskWriterOptions writing, AgentSettings settings, AgentNotes notes, long claimedAt)
#pragma warning restore CA1001
{
    private static readonly TimeSpan Idle = TimeSpan.FromMilliseconds(200);

    private readonly CancellationTokenSource _aborted = new();

    public SessionLease Lease => lease;

    /// <summary>When its lease was last asked for, with success.</summary>
    public long RenewedAt { get; set; } = claimedAt;

    public Task Completion { get; private set; } = Task.CompletedTask;

    public void Start(Action ended, CancellationToken stopping) => Completion = RunAsync(ended, stopping);

    /// <summary>Stops the work at once; nothing is given back, for it may be another's by now.</summary>
    public void Abort() => _aborted.Cancel();

    private async Task RunAsync(Action ended, CancellationToken stopping)
    {
        try
        {
            await Task.Yield();
            await WorkAsync(stopping);
        }
        catch (LeaseLostException)
        {
            notes.Write(AgentNote.Lost, lease.Session.Value);
        }
        catch (OperationCanceledException)
        {
            notes.Write(AgentNote.Stopped, lease.Session.Value);
        }
        catch (SeamUnavailableException)
        {
            // Its lease runs out, and whoever is there then goes on.
            notes.Write(AgentNote.LetGo, lease.Session.Value);
        }
#pragma warning disable CA1031 // A fault of the agent fails the test, which reads it from the notes.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            notes.Write(AgentNote.Error, exception.ToString());
        }
        finally
        {
            ended();
        }
    }

    private async Task WorkAsync(CancellationToken stopping)
    {
        var last = lease.Cursor;
        if (lease.Begun is { } begun)
        {
            if (await queue.GetCommandAsync(lease, begun, _aborted.Token) is not { } interrupted)
            {
                return;
            }

            await TurnOf(interrupted).RunAsync(begun: true, _aborted.Token);
            last = begun;
        }

        await using var commands = queue.ReadCommandsAsync(lease, last, _aborted.Token).GetAsyncEnumerator(_aborted.Token);
        var next = commands.MoveNextAsync().AsTask();
        try
        {
            while (true)
            {
                if (stopping.IsCancellationRequested || !await ComesAsync(next))
                {
                    if (await queue.ReleaseAsync(lease, drain: stopping.IsCancellationRequested, _aborted.Token))
                    {
                        return;
                    }
                }
                else if (await next)
                {
                    await TurnOf(commands.Current).RunAsync(begun: false, _aborted.Token);
                    next = commands.MoveNextAsync().AsTask();
                }
                else
                {
                    return;
                }
            }
        }
        finally
        {
            // A reader can be ended only once it waits no more.
            await _aborted.CancelAsync();
            await ((Task)next).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private static async Task<bool> ComesAsync(Task next)
    {
        await next.WaitAsync(Idle).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return next.IsCompleted;
    }

    private AgentTurn TurnOf(QueuedCommand command) => new(log, lease, command, writing, settings, notes);
}
