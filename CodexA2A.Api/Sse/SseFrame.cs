using System.Buffers;
using System.Text;
using CodexA2A.Api.Errors;
using CodexA2A.Api.Handling;

namespace CodexA2A.Api.Sse;

/// <summary>
/// How a binding puts an event into a frame: what comes before and after the ready StreamResponse. JSON of ours has no line
/// breaks, so one <c>data:</c> line holds it.
/// </summary>
/// <param name="Prefix">Bytes before the payload: the JSON-RPC envelope, or nothing.</param>
/// <param name="Suffix">Bytes after it.</param>
/// <param name="Error">The body of an error that comes in mid-stream.</param>
internal sealed record SseFrame(ReadOnlyMemory<byte> Prefix, ReadOnlyMemory<byte> Suffix, Func<A2AException, byte[]> Error)
{
    /// <summary>A comment that says nothing and keeps the connection open.</summary>
    public static readonly ReadOnlyMemory<byte> Heartbeat = ": keep-alive\n\n"u8.ToArray();

    /// <summary>A comment that opens a stream which has nothing to send yet.</summary>
    public static readonly ReadOnlyMemory<byte> Open = ": open\n\n"u8.ToArray();

    /// <summary>Writes one event and says how many bytes it took.</summary>
    public int Write(IBufferWriter<byte> writer, StreamItem item)
    {
        Span<byte> id = stackalloc byte[48];
        Encoding.ASCII.TryGetBytes(item.Id.ToString(), id, out var length);
        writer.Write("id: "u8);
        writer.Write(id[..length]);
        writer.Write("\ndata: "u8);
        writer.Write(Prefix.Span);
        item.Payload.WriteTo(writer);
        writer.Write(Suffix.Span);
        writer.Write("\n\n"u8);
        return 14 + length + Prefix.Length + item.Payload.Length + Suffix.Length;
    }

    /// <summary>Writes the failure that ends a stream; of one that passes, how long a client does well to wait before it comes back.</summary>
    public void WriteError(IBufferWriter<byte> writer, A2AException error)
    {
        if (ErrorHeaders.RetryAfter(error) is { } seconds)
        {
            writer.Write(Encoding.ASCII.GetBytes($"retry: {seconds}000\n"));
        }

        writer.Write("event: error\ndata: "u8);
        writer.Write(Error(error));
        writer.Write("\n\n"u8);
    }
}
