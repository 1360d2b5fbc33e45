using System.Globalization;
using StackExchange.Redis;

namespace CodexA2A.Tasks.Redis;

/// <summary>What a script said: a flat list of texts and numbers, the same in both versions of the protocol.</summary>
internal readonly struct ScriptReply(RedisResult result)
{
    private readonly RedisValue[] _values = result.Resp2Type == ResultType.Array ? (RedisValue[]?)result ?? [] : [(RedisValue)result];

    /// <summary>How many.</summary>
    public int Count => _values.Length;

    /// <summary>The first one.</summary>
    public string Code => Count == 0 ? "" : Text(0) ?? "";

    /// <summary>As text; null where there is none.</summary>
    public string? Text(int index) => _values[index];

    /// <summary>As a number.</summary>
    public long Number(int index) => (long)_values[index];

    /// <summary>As a number; null where there is none.</summary>
    public long? Optional(int index) => _values[index].IsNullOrEmpty ? null : (long)_values[index];

    /// <summary>As bytes, without a copy.</summary>
    public ReadOnlyMemory<byte> Bytes(int index) => _values[index];

    /// <summary>As an event id; <see cref="EventId.None"/> where there is none.</summary>
    public EventId Id(int index) => IdOf(_values[index]);

    /// <summary>As a time.</summary>
    public DateTimeOffset Time(int index) => DateTimeOffset.FromUnixTimeMilliseconds(Number(index));

    /// <summary>As the state of a task.</summary>
    public TaskState State(int index) => (TaskState)Number(index);

    /// <summary>As one event of a log, in five values from <paramref name="index"/> on: id, kind, state, time, payload.</summary>
    public TaskEvent Event(int index) => new(
        Id(index),
        Text(index + 1) is { Length: > 0 } ? TaskEventKind.Marker : TaskEventKind.Event,
        Bytes(index + 4),
        Optional(index + 2) is { } state ? (TaskState)state : null,
        Time(index + 3));

    /// <summary>An event id out of Redis.</summary>
    public static EventId IdOf(string? text) => EventId.TryParse(text, out var id) ? id : EventId.None;

    /// <summary>A number for Redis.</summary>
    public static string Of(long number) => number.ToString(CultureInfo.InvariantCulture);

    /// <summary>A time for Redis.</summary>
    public static string Of(DateTimeOffset time) => Of(time.ToUnixTimeMilliseconds());
}
