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
    private static readonly byte[] TaskStart = "{\"task\":"u8.ToArray();

    private Payload(ReadOnlyMemory<byte> json, bool inTask) => (Json, InTask) = (json, inTask);

    /// <summary>The bytes without what is written around them.</summary>
    public ReadOnlyMemory<byte> Json { get; }

    /// <summary>True when the bytes are a Task that goes out as <c>{"task":…}</c>.</summary>
    public bool InTask { get; }

    /// <summary>How many bytes <see cref="WriteTo"/> writes.</summary>
    public int Length => Json.Length + (InTask ? TaskStart.Length + 1 : 0);

    /// <summary>The bytes as they are.</summary>
    public static Payload Raw(ReadOnlyMemory<byte> json) => new(json, false);

    /// <summary>A value of the wire.</summary>
    public static Payload Of<T>(T value) => new(A2AJson.Serialize(value), false);

    /// <summary>The Task in <paramref name="task"/> as the member <c>task</c>: an answer of SendMessage, or an event.</summary>
    public static Payload AsTask(ReadOnlyMemory<byte> task) => new(task, true);

    /// <summary>Writes the JSON.</summary>
    public void WriteTo(IBufferWriter<byte> writer)
    {
        if (InTask) writer.Write(TaskStart);
        writer.Write(Json.Span);
        if (InTask) writer.Write("}"u8);
    }

    /// <summary>The JSON as text, for tests and debuggers.</summary>
    public override string ToString() => InTask ? $"{{\"task\":{Encoding.UTF8.GetString(Json.Span)}}}" : Encoding.UTF8.GetString(Json.Span);
}
