using System.Globalization;
using System.Runtime.CompilerServices;
using StackExchange.Redis;

namespace CodexA2A.Tasks.Redis;

/// <summary>Reads the commands of a session for the holder of its lease.</summary>
internal static class CommandReader
{
    /// <summary>So many at one time: one may be large.</summary>
    private const int Page = 8;

    /// <summary>Commands after <paramref name="after"/>, then live, until the lease is not the session's any more.</summary>
    public static async IAsyncEnumerable<QueuedCommand> FollowAsync(
        RedisSeam seam, SessionLease lease, long after, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var signal = await HintSignal.OpenAsync(seam, seam.Keys.SessionChannel(lease.Session));
        await using var canceled = signal.SetOn(cancellationToken);
        await using var closed = signal.SetOn(seam.Closing);
        using var known = seam.Readers.Add(lease.Session, signal);
        var last = after;
        // Whether Redis is there at all the caller is told.
        var commands = await ReadAsync(seam, lease, last + 1, null, cancellationToken);
        while (commands is not null && !seam.Closing.IsCancellationRequested)
        {
            foreach (var command in commands)
            {
                last = command.Id;
                seam.Told.Tell(lease, last);
                yield return await UnsealAsync(seam, lease, command, cancellationToken);
            }

            if (commands.Count < Page)
            {
                await signal.WaitAsync();
                cancellationToken.ThrowIfCancellationRequested();
            }

            commands = await TryReadAsync(seam, lease, last + 1, cancellationToken);
        }
    }

    /// <summary>One command that is not finished; null when it is, or the lease is not the session's.</summary>
    public static async Task<QueuedCommand?> GetAsync(RedisSeam seam, SessionLease lease, long id, CancellationToken cancellationToken) =>
        await ReadAsync(seam, lease, id, id, cancellationToken) is [var command] ? await UnsealAsync(seam, lease, command, cancellationToken) : null;

    // While Redis is away the holder's renewals decide what becomes of it, not its reader: that looks again a second later.
    private static async Task<List<QueuedCommand>?> TryReadAsync(RedisSeam seam, SessionLease lease, long from, CancellationToken cancellationToken)
    {
        try
        {
            return await ReadAsync(seam, lease, from, null, cancellationToken);
        }
        catch (SeamUnavailableException)
        {
            return [];
        }
    }

    // Null when the lease is not the session's.
    private static async Task<List<QueuedCommand>?> ReadAsync(RedisSeam seam, SessionLease lease, long from, long? to, CancellationToken cancellationToken)
    {
        RedisValue until = to is { } id ? Entry(id) : "+";
        var reply = await seam.Link.RunAsync(
            RedisScript.Commands, [seam.Keys.Session(lease.Session), seam.Keys.Commands(lease.Session)],
            ["", lease.Epoch, Entry(from), until, Page], cancellationToken);
        if (reply.Code != "HELD")
        {
            return null;
        }

        var commands = new List<QueuedCommand>();
        for (var i = 1; i < reply.Count; i += 3)
        {
            var command = CommandJson.Read(reply.Bytes(i + 2).Span, reply.Text(i + 1) ?? "", lease.Owner);
            if (TaskIds.TryGetPartition(command.TaskId, out var partition))
            {
                seam.Tasks.Remember(new TaskPlace(command.TaskId, partition, lease.Session, lease.Owner));
            }

            commands.Add(new QueuedCommand(reply.Number(i), command));
        }

        return commands;
    }

    private static string Entry(long id) => string.Create(CultureInfo.InvariantCulture, $"{Math.Max(id, 0)}-0");

    // A secret answer lies beside its command, sealed, and is given out once.
    private static async Task<QueuedCommand> UnsealAsync(RedisSeam seam, SessionLease lease, QueuedCommand command, CancellationToken cancellationToken)
    {
        if (command.Command is not AnswerInterrupt { Message: null } answer || answer.Reply != new InterruptReply())
        {
            return command;
        }

        try
        {
            var reply = await seam.RunAsync(
                RedisScript.TakeSecret, [seam.Keys.Sealed(lease.Session, answer.InterruptId)], cancellationToken, (long)SecretBox.Keep.TotalMilliseconds);
            return reply.Bytes(0) is { IsEmpty: false } box && seam.Secrets.Open(box.Span) is { } plain && CommandJson.Read(plain, answer.TaskId, lease.Owner) is AnswerInterrupt open
                ? command with { Command = open }
                : command;
        }
        catch (SeamUnavailableException)
        {
            // Then the agent must ask again, as when the answer was too old.
            return command;
        }
    }
}
