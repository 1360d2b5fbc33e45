using System.Buffers.Text;
using StackExchange.Redis;

namespace CodexA2A.Tasks.Redis;

/// <summary>
/// What a hint says was appended (Scripts/Parts/append.lua): the id of the event before on a line, then of each event a line with id,
/// kind, state, time in ms and length of the payload, and the payload.
/// </summary>
/// <param name="Before">The event before the first.</param>
/// <param name="Events">The events.</param>
internal sealed record HintedEvents(EventId Before, IReadOnlyList<TaskEvent> Events)
{
    private static readonly long LastTime = DateTimeOffset.MaxValue.ToUnixTimeMilliseconds();

    /// <summary>Reads it; null for a hint that says only that there is something.</summary>
    public static HintedEvents? Read(RedisValue hint)
    {
        ReadOnlyMemory<byte> rest = hint;
        if (!TryTakeLine(ref rest, out var line) || !EventId.TryParse(Text(line), out var before))
        {
            return null;
        }

        var events = new List<TaskEvent>(1);
        while (TryTakeLine(ref rest, out line))
        {
            if (ReadEvent(line, ref rest) is not { } entry)
            {
                return null;
            }

            events.Add(entry);
        }

        return events.Count > 0 && rest.IsEmpty ? new HintedEvents(before, events) : null;
    }

    private static TaskEvent? ReadEvent(ReadOnlySpan<byte> line, ref ReadOnlyMemory<byte> rest)
    {
        Span<Range> words = stackalloc Range[6];
        var count = 0;
        foreach (var word in line.Split((byte)' '))
        {
            if (count == words.Length)
            {
                return null;
            }

            words[count++] = word;
        }

        if (count != 5
            || !EventId.TryParse(Text(line[words[0]]), out var id)
            || !Utf8Parser.TryParse(line[words[3]], out long at, out _)
            || !Utf8Parser.TryParse(line[words[4]], out int length, out _)
            || at < 0 || at > LastTime
            || length < 0 || length > rest.Length)
        {
            return null;
        }

        var kind = line[words[1]].IsEmpty ? TaskEventKind.Event : TaskEventKind.Marker;
        TaskState? state = Utf8Parser.TryParse(line[words[2]], out int number, out _) ? (TaskState)number : null;
        var entry = new TaskEvent(id, kind, rest[..length], state, DateTimeOffset.FromUnixTimeMilliseconds(at));
        rest = rest[length..];
        return entry;
    }

    private static bool TryTakeLine(ref ReadOnlyMemory<byte> rest, out ReadOnlySpan<byte> line)
    {
        var end = rest.Span.IndexOf((byte)'\n');
        line = end < 0 ? default : rest.Span[..end];
        rest = end < 0 ? rest : rest[(end + 1)..];
        return end >= 0;
    }

    private static string Text(ReadOnlySpan<byte> bytes) => System.Text.Encoding.ASCII.GetString(bytes);
}
