using StackExchange.Redis;

namespace CodexA2A.Tasks.Redis;

/// <summary>Whose sessions are: for ever the same, as a session's id is made of it. So many are remembered; then all are forgotten.</summary>
internal sealed class SessionOwners
{
    private const int Most = 16_384;

    private readonly Dictionary<SessionId, Owner> _known = [];
    private readonly Lock _gate = new();

    /// <summary>The owners of these, in order; nobody for one that there is no more. Those that are not known are asked for in one go.</summary>
    public async ValueTask<Owner[]> OfAsync(RedisSeam seam, IReadOnlyList<SessionId> sessions, CancellationToken cancellationToken)
    {
        var unknown = Unknown(sessions);
        if (unknown.Length > 0)
        {
            var owners = await seam.Link.AskAsync(
                database => Task.WhenAll(unknown.Select(session => database.HashGetAsync(seam.Keys.Session(session), "owner", RedisLink.Primary))), cancellationToken);
            Learn(unknown, owners);
        }

        lock (_gate)
        {
            return [.. sessions.Select(session => _known.GetValueOrDefault(session))];
        }
    }

    private SessionId[] Unknown(IReadOnlyList<SessionId> sessions)
    {
        lock (_gate)
        {
            return [.. sessions.Where(session => !_known.ContainsKey(session))];
        }
    }

    private void Learn(SessionId[] sessions, RedisValue[] owners)
    {
        lock (_gate)
        {
            if (_known.Count + sessions.Length > Most)
            {
                _known.Clear();
            }

            foreach (var (session, owner) in sessions.Zip(owners))
            {
                if (!owner.IsNull)
                {
                    _known[session] = OwnerKey.Parse(owner!);
                }
            }
        }
    }
}
