using System.Globalization;
using StackExchange.Redis;

namespace CodexA2A.Tasks.Redis;

/// <summary>How far runners are behind, over all partitions.</summary>
/// <param name="Ready">Sessions that wait for an owner.</param>
/// <param name="OldestReady">How long the first of them has waited.</param>
/// <param name="Overdue">Leases that ran out and were not taken over yet.</param>
/// <param name="Commands">Commands that are not finished, of sessions with an owner or waiting for one.</param>
/// <param name="OldestCommand">The age of the oldest of them that was not begun, in its own session's order.</param>
internal sealed record Lag(long Ready, TimeSpan OldestReady, long Overdue, long Commands, TimeSpan OldestCommand)
{
    /// <summary>As one process tells the others.</summary>
    public string Text => string.Create(
        CultureInfo.InvariantCulture, $"{Ready} {OldestReady.Ticks} {Overdue} {Commands} {OldestCommand.Ticks}");

    /// <summary>What another told; null when it is not that.</summary>
    public static Lag? Parse(string? text)
    {
        var numbers = new long[5];
        var words = text?.Split(' ') ?? [];
        for (var i = 0; i < numbers.Length; i++)
        {
            if (words.Length != numbers.Length || !long.TryParse(words[i], NumberStyles.None, CultureInfo.InvariantCulture, out numbers[i]))
            {
                return null;
            }
        }

        return new Lag(numbers[0], TimeSpan.FromTicks(numbers[1]), numbers[2], numbers[3], TimeSpan.FromTicks(numbers[4]));
    }
}

/// <summary>Reads the <see cref="Lag"/>: one process asks all partitions and tells the others.</summary>
internal sealed class LagCall(RedisSeam seam)
{
    /// <summary>Of so many sessions of a partition, those first in line, commands are looked at.</summary>
    private const int Most = 200;

    /// <summary>And over all of them.</summary>
    private const int MostOfAll = 1000;

    private readonly int[] _partitions = [.. Enumerable.Range(0, seam.Keys.Partitions)];

    /// <summary>Asks Redis, and leaves the answer for the other processes.</summary>
    public async Task<Lag> RunAsync(TimeSpan keep, CancellationToken cancellationToken)
    {
        var now = (await HomeCalls.LookAsync(seam, cancellationToken)).Now;
        var (length, ready, overdue, leased) = await seam.Link.AskAsync(
            async database =>
            {
                var a = Task.WhenAll(_partitions.Select(p => database.SortedSetLengthAsync(seam.Keys.Ready(p), flags: RedisLink.Primary)));
                var b = Task.WhenAll(_partitions.Select(p => database.SortedSetRangeByRankWithScoresAsync(seam.Keys.Ready(p), 0, Most - 1, flags: RedisLink.Primary)));
                var c = Task.WhenAll(_partitions.Select(p => database.SortedSetLengthAsync(seam.Keys.Leases(p), double.NegativeInfinity, now, flags: RedisLink.Primary)));
                var d = Task.WhenAll(_partitions.Select(p => database.SortedSetRangeByRankAsync(seam.Keys.Leases(p), 0, Most - 1, flags: RedisLink.Primary)));
                return ((await a).Sum(), (await b).SelectMany(part => part).ToArray(), (await c).Sum(), (await d).SelectMany(part => part));
            },
            cancellationToken);
        var sessions = ready.Select(entry => entry.Element).Concat(leased).Select(value => new SessionId(value!)).Distinct().Take(MostOfAll).ToArray();
        var (commands, oldest) = await CommandsAsync(sessions, cancellationToken);
        var first = ready.Select(entry => entry.Score).DefaultIfEmpty(now * 1000d).Min();
        var lag = new Lag(
            length, TimeSpan.FromMicroseconds(Math.Max(0, (now * 1000d) - first)), overdue,
            commands, TimeSpan.FromMilliseconds(Math.Max(0, now - (oldest ?? now))));
        await TellAsync(lag, keep, cancellationToken);
        return lag;
    }

    /// <summary>What the process that asked last told; null where none did lately.</summary>
    public async Task<Lag?> ToldAsync(CancellationToken cancellationToken) =>
        Lag.Parse(await seam.Link.AskAsync(database => database.StringGetAsync(seam.Keys.Lag, flags: RedisLink.Primary), cancellationToken));

    // How many there are, and when the oldest that was not begun was stored.
    private async Task<(long Count, long? Oldest)> CommandsAsync(SessionId[] sessions, CancellationToken cancellationToken)
    {
        var heads = await seam.Link.AskAsync(
            database => Task.WhenAll(sessions.Select(session => database.HashGetAsync(seam.Keys.Session(session), ["cur", "begun"], flags: RedisLink.Primary))), cancellationToken);
        // The age alone: a command has its whole message with it.
        var some = sessions.Zip(heads).GroupBy(pair => pair.First.Partition(seam.Keys.Partitions)).Select(group => group.ToArray());
        var replies = await Task.WhenAll(some.Select(group => seam.RunAsync(
            RedisScript.Waiting,
            [.. group.Select(pair => seam.Keys.Commands(pair.First))],
            cancellationToken,
            [.. group.Select(pair => (RedisValue)NotBegun(pair.Second))])));
        return (replies.Sum(reply => reply.Number(0)), replies.Select(reply => reply.Optional(1)).Min());
    }

    private static long NotBegun(RedisValue[] head) => 1 + Math.Max(head[0].IsNull ? 0 : (long)head[0], head[1].IsNull ? 0 : (long)head[1]);

    private async Task TellAsync(Lag lag, TimeSpan keep, CancellationToken cancellationToken)
    {
        try
        {
            await seam.Link.AskAsync(database => database.StringSetAsync(seam.Keys.Lag, lag.Text, keep), cancellationToken);
        }
        catch (SeamUnavailableException)
        {
            // Full: then each process asks for itself.
        }
    }
}
