using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace CodexA2A.Protocol.Json;

/// <summary>How long a value is as JSON, without keeping the JSON.</summary>
public static class JsonSize
{
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    /// <summary>Bytes of UTF-8.</summary>
    public static long Of<T>(T value)
    {
        using var counter = new Counter();
        using (var writer = new Utf8JsonWriter(counter, Options)) A2AJson.Serialize(writer, value);
        return counter.Count;
    }

    /// <summary>Takes bytes, counts them and forgets them.</summary>
    private sealed class Counter : IBufferWriter<byte>, IDisposable
    {
        private byte[] buffer = ArrayPool<byte>.Shared.Rent(16 * 1024);

        internal long Count { get; private set; }

        public void Advance(int count) => Count += count;

        public Memory<byte> GetMemory(int sizeHint = 0)
        {
            if (sizeHint <= buffer.Length) return buffer;
            var larger = ArrayPool<byte>.Shared.Rent(sizeHint);
            ArrayPool<byte>.Shared.Return(buffer);
            return buffer = larger;
        }

        public Span<byte> GetSpan(int sizeHint = 0) => GetMemory(sizeHint).Span;

        public void Dispose() => ArrayPool<byte>.Shared.Return(buffer);
    }
}
