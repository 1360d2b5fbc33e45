using StackExchange.Redis;

namespace CodexA2A.Tasks.Redis;

/// <summary>
/// An entry of a task's stream: kind (k, none for an A2A event of schema 1), state (s, where it sets one), time (a), payload (p).
/// A kind that this release does not know is an event of a later one (<c>e2</c>, …): it takes its number, as a marker does, and is
/// not shown. Fields that it does not know are passed over.
/// </summary>
internal static class EventEntry
{
    /// <summary>The kind of a marker.</summary>
    public const string Marker = "m";

    /// <summary>Reads it.</summary>
    public static TaskEvent Read(StreamEntry entry)
    {
        var (kind, state, at) = (TaskEventKind.Event, (TaskState?)null, DateTimeOffset.UnixEpoch);
        ReadOnlyMemory<byte> payload = default;
        foreach (var field in entry.Values)
        {
            switch ((string?)field.Name)
            {
                case "k":
                    kind = TaskEventKind.Marker;
                    break;
                case "s":
                    state = (TaskState)(int)field.Value;
                    break;
                case "a":
                    at = DateTimeOffset.FromUnixTimeMilliseconds((long)field.Value);
                    break;
                case "p":
                    payload = field.Value;
                    break;
            }
        }

        return new TaskEvent(ScriptReply.IdOf(entry.Id), kind, payload, state, at);
    }
}
