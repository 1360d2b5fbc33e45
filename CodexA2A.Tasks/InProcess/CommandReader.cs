using System.Runtime.CompilerServices;
using CodexA2A.Tasks.InProcess.State;

namespace CodexA2A.Tasks.InProcess;

/// <summary>Reads the commands of a session for the holder of its lease.</summary>
internal static class CommandReader
{
    /// <summary>Commands after <paramref name="after"/>, then live, until the lease is not the session's any more.</summary>
    public static async IAsyncEnumerable<QueuedCommand> FollowAsync(
        InProcessSeam seam, SessionLease lease, long after, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (!seam.Sessions.TryGet(lease.Session, out var entry))
        {
            yield break;
        }

        var signal = new WakeSignal();
        entry.Follow(signal);
        try
        {
            await using var canceled = signal.SetOn(cancellationToken);
            await using var closed = signal.SetOn(seam.Closing);
            var last = after;
            while (Held(entry, lease) is { } held)
            {
                if (entry.Visible.Commands.FirstOrDefault(command => command.Id > last) is not { } next)
                {
                    await signal.WaitAsync();
                    cancellationToken.ThrowIfCancellationRequested();
                    if (seam.Closing.IsCancellationRequested)
                    {
                        yield break;
                    }

                    continue;
                }

                last = next.Id;
                // Null: finished while we looked.
                if (await LoadAsync(seam, lease, next, cancellationToken) is { } command)
                {
                    held.Told = next.Id;
                    yield return new QueuedCommand(next.Id, command);
                }
            }
        }
        finally
        {
            entry.Unfollow(signal);
        }
    }

    /// <summary>One command that is not finished; null when it is, or the lease is not the session's.</summary>
    public static async ValueTask<QueuedCommand?> GetAsync(InProcessSeam seam, SessionLease lease, long id, CancellationToken cancellationToken) =>
        seam.Sessions.TryGet(lease.Session, out var entry)
        && Held(entry, lease) is not null
        && entry.Visible.Commands.FirstOrDefault(command => command.Id == id) is { } found
        && await LoadAsync(seam, lease, found, cancellationToken) is { } command
            ? new QueuedCommand(id, command)
            : null;

    private static Lease? Held(SessionEntry entry, SessionLease lease) =>
        entry.Visible.Lease is { } held && held.Epoch == lease.Epoch ? held : null;

    private static async ValueTask<TurnCommand?> LoadAsync(InProcessSeam seam, SessionLease lease, CommandEntry entry, CancellationToken cancellationToken)
    {
        var command = entry.Command
            ?? await seam.Readers.ReadAsync(database => database.Commands.Load(lease.Session, entry, lease.Owner), cancellationToken);
        return command is AnswerInterrupt answer ? seam.Secrets.Fill(answer) : command;
    }
}
