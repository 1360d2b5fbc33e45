using System.Collections.Concurrent;

namespace CodexA2A.Tasks.Redis;

/// <summary>Up to which command the holder of each lease was told: known to the process that reads and renews, and to nobody else.</summary>
internal sealed class ToldCommands
{
    private readonly ConcurrentDictionary<SessionId, (long Epoch, long Command)> _told = new();

    /// <summary>The holder was told of a command.</summary>
    public void Tell(SessionLease lease, long command) => _told.AddOrUpdate(
        lease.Session,
        (lease.Epoch, command),
        (_, before) => before.Epoch > lease.Epoch || (before.Epoch == lease.Epoch && before.Command >= command) ? before : (lease.Epoch, command));

    /// <summary>The last one.</summary>
    public long Of(SessionLease lease) => _told.TryGetValue(lease.Session, out var told) && told.Epoch == lease.Epoch ? told.Command : 0;

    /// <summary>The lease is over.</summary>
    public void Forget(SessionId session) => _told.TryRemove(session, out _);
}
