using StackExchange.Redis;

namespace CodexA2A.Tasks.Redis;

/// <summary>Whose sessions are: for ever the same, as a session's id is made of it. When too many are remembered all are forgotten.</summary>
/// <param name="most">How many are remembered.</param>
internal sealed class SessionOwners(int most = 16_384)
{
    private readonly Dictionary<SessionId, Owner> _known = [];
    private readonly Lock _gate = new();

    /// <summary>The owners of these, in order; nobody for one that there is no more. Those that are not known are asked for in one go.</summary>
    public async ValueTask<Owner[]> OfAsync(RedisSeam seam, IReadOnlyList<SessionId> sessions, CancellationToken cancellationToken)
    {
        var (found, unknown) = Known(sessions);
        if (unknown.Length > 0)
        {
            var owners = await seam.Link.AskAsync(
                database => Task.WhenAll(unknown.Select(session => database.HashGetAsync(seam.Keys.Session(session), "owner", RedisLink.Primary))), cancellationToken);
            // What is learnt may push out what is asked for.
            Learn(found, unknown, owners);
        }

        return [.. sessions.Select(session => found.GetValueOrDefault(session))];
    }

    private (Dictionary<SessionId, Owner> Found, SessionId[] Unknown) Known(IReadOnlyList<SessionId> sessions)
    {
        Dictionary<SessionId, Owner> found = [];
        lock (_gate)
        {
            foreach (var session in sessions)
            {
                if (_known.TryGetValue(session, out var owner))
                {
                    found[session] = owner;
                }
            }
        }

        return (found, [.. sessions.Where(session => !found.ContainsKey(session))]);
    }

    private void Learn(Dictionary<SessionId, Owner> found, SessionId[] sessions, RedisValue[] owners)
    {
        lock (_gate)
        {
            if (_known.Count + sessions.Length > most)
            {
                _known.Clear();
            }

            foreach (var (session, owner) in sessions.Zip(owners))
            {
                if (!owner.IsNull)
                {
                    _known[session] = found[session] = OwnerKey.Parse(owner!);
                }
            }
        }
    }
}
