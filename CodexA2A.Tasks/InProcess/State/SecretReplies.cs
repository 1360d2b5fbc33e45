using System.Collections.Concurrent;
using System.Security.Cryptography;

namespace CodexA2A.Tasks.InProcess.State;

/// <summary>
/// Answers to secret questions: in memory only, until the owner has read the command once, and at most <see cref="Keep"/>
/// (contracts.md §5). What is remembered longer is a keyed hash that dies with the process, to know a repeated answer again.
/// </summary>
internal sealed class SecretReplies(TimeProvider time)
{
    /// <summary>How long an answer waits for its reader.</summary>
    public static readonly TimeSpan Keep = TimeSpan.FromSeconds(60);

    private static readonly TimeSpan Remember = TimeSpan.FromHours(1);

    private readonly byte[] _key = RandomNumberGenerator.GetBytes(32);
    private readonly ConcurrentDictionary<string, Entry> _entries = new(StringComparer.Ordinal);

    /// <summary>Keeps an answer.</summary>
    public void Put(string interruptId, InterruptReply reply, Message? message) =>
        _entries[interruptId] = new Entry(reply, message, Hash(reply), time.GetTimestamp());

    /// <summary>The command with its answer, which is gone from here afterwards; without one when it was read before or waited too long.</summary>
    public AnswerInterrupt Fill(AnswerInterrupt command)
    {
        if (!_entries.TryGetValue(command.InterruptId, out var entry))
        {
            return command;
        }

        var reply = Interlocked.Exchange(ref entry.Reply, null);
        return reply is null || time.GetElapsedTime(entry.At) >= Keep ? command : command with { Reply = reply, Message = entry.Message };
    }

    /// <summary>True when the same answer was given before.</summary>
    public bool IsRepeated(string interruptId, InterruptReply reply) =>
        _entries.TryGetValue(interruptId, out var entry) && CryptographicOperations.FixedTimeEquals(entry.Hash, Hash(reply));

    /// <summary>Lets go of what waited too long.</summary>
    public void Sweep()
    {
        foreach (var (id, entry) in _entries)
        {
            var age = time.GetElapsedTime(entry.At);
            if (age >= Keep)
            {
                entry.Reply = null;
                entry.Message = null;
            }

            if (age >= Remember)
            {
                _entries.TryRemove(id, out _);
            }
        }
    }

    private byte[] Hash(InterruptReply reply) => HMACSHA256.HashData(_key, SeamJson.Serialize(reply));

    private sealed class Entry(InterruptReply reply, Message? message, byte[] hash, long at)
    {
        public InterruptReply? Reply = reply;
        public Message? Message = message;

        public byte[] Hash => hash;

        public long At => at;
    }
}
