using System.Collections.Concurrent;

namespace CodexA2A.Tasks.Redis;

/// <summary>The homes that runners announced.</summary>
/// <param name="Now">The time, in milliseconds.</param>
/// <param name="Known">All of them; several may look at once.</param>
/// <param name="Absent">Those of which nothing was heard for too long.</param>
internal sealed record KnownHomes(long Now, ConcurrentDictionary<string, byte> Known, IReadOnlyList<string> Absent);

/// <summary>When runners of each home were last heard of (contracts.md §6).</summary>
internal static class HomeCalls
{
    /// <summary>A runner of this home lives.</summary>
    public static Task<KnownHomes> AnnounceAsync(RedisSeam seam, string home, CancellationToken cancellationToken) =>
        RunAsync(seam, home, "", cancellationToken);

    /// <summary>The time and the homes, without a runner.</summary>
    public static Task<KnownHomes> LookAsync(RedisSeam seam, CancellationToken cancellationToken) => RunAsync(seam, "", "", cancellationToken);

    /// <summary>A session is bound to this home. One nobody heard of counts as heard of now: its runner may be starting, too.</summary>
    public static async Task MeetAsync(RedisSeam seam, KnownHomes homes, string home, CancellationToken cancellationToken)
    {
        if (homes.Known.TryAdd(home, 0))
        {
            await RunAsync(seam, home, "1", cancellationToken);
        }
    }

    private static async Task<KnownHomes> RunAsync(RedisSeam seam, string home, string onlyNew, CancellationToken cancellationToken)
    {
        var reply = await seam.RunAsync(RedisScript.Home, [seam.Keys.Homes], cancellationToken, home, onlyNew, (long)(seam.Options.HomeAbsence / 2).TotalMilliseconds);
        var now = reply.Number(0);
        var known = new ConcurrentDictionary<string, byte>(StringComparer.Ordinal);
        var absent = new List<string>();
        for (var i = 1; i < reply.Count; i += 2)
        {
            known[reply.Text(i)!] = 0;
            if (now - reply.Number(i + 1) >= seam.Options.HomeAbsence.TotalMilliseconds)
            {
                absent.Add(reply.Text(i)!);
            }
        }

        return new KnownHomes(now, known, absent);
    }
}
