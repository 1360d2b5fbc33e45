using System.Buffers;
using System.Text;
using CodexA2A.Protocol.Json;

namespace CodexA2A.Api.Handling;

/// <summary>
/// A result as ready UTF-8 JSON of A2A 1.0. What the log stores is ready already, so it goes out untouched; where it needs a
/// member name around it (<c>{"task":…}</c>), that is written around the bytes.
/// </summary>
internal readonly struct Payload
{
    private Payload(ReadOnlyMemory<byte> json, bool inTask) => (Json, InTask) = (json, inTask);

    /// <summary>The bytes without what is written around them.</summary>
    public ReadOnlyMemory<byte> Json { get; }

    /// <summary>True when the bytes are a Task that goes out as <c>{"task":…}</c>.</summary>
    public bool InTask { get; }

    /// <summary>How many bytes <see cref="WriteTo"/> writes.</summary>
    public int Length => Before.Length + Json.Length + After.Length;

    /// <summary>What is written before the bytes.</summary>
    public ReadOnlySpan<byte> Before => InTask ? "{\"task\":"u8 : default;

    /// <summary>What is written after them.</summary>
    public ReadOnlySpan<byte> After => InTask ? "}"u8 : default;

    /// <summary>The bytes as they are.</summary>
    public static Payload Raw(ReadOnlyMemory<byte> json) => new(json, false);

    /// <summary>A value of the wire.</summary>
    public static Payload Of<T>(T value) => new(A2AJson.Serialize(value), false);

    /// <summary>The Task in <paramref name="task"/> as the member <c>task</c>: an answer of SendMessage, or an event.</summary>
    public static Payload AsTask(ReadOnlyMemory<byte> task) => new(task, true);

    /// <summary>The value that the JSON says, for a wire that is not this JSON.</summary>
    public T Read<T>()
    {
        if (!InTask) return A2AJson.Deserialize<T>(Json.Span);
        var buffer = new ArrayBufferWriter<byte>(Length);
        WriteTo(buffer);
        return A2AJson.Deserialize<T>(buffer.WrittenSpan);
    }

    /// <summary>Writes the JSON.</summary>
    public void WriteTo(IBufferWriter<byte> writer)
    {
        writer.Write(Before);
        writer.Write(Json.Span);
        writer.Write(After);
    }

    /// <summary>The JSON as text, for tests and debuggers.</summary>
    public override string ToString() => InTask ? $"{{\"task\":{Encoding.UTF8.GetString(Json.Span)}}}" : Encoding.UTF8.GetString(Json.Span);
}
