using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace CodexA2A.Protocol.Json;

/// <summary>
/// A value that may have megabytes, as UTF-8 JSON: gathered in small pieces, where a buffer that doubles leaves one of each size in the
/// heap, up to twice the largest.
/// </summary>
public static class LargeJson
{
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    /// <summary>The same bytes as <see cref="A2AJson.Serialize{T}(T)"/>.</summary>
    /// <exception cref="JsonException">Of alternatives not exactly one is set.</exception>
    public static byte[] Serialize<T>(T value)
    {
        using var pieces = new Pieces();
        using (var writer = new Utf8JsonWriter(pieces, Options)) A2AJson.Serialize(writer, value);
        return pieces.ToArray();
    }

    private sealed class Pieces : IBufferWriter<byte>, IDisposable
    {
        private const int Size = 64 * 1024;

        private readonly List<ArraySegment<byte>> full = [];
        private byte[] last = ArrayPool<byte>.Shared.Rent(Size);
        private int used;

        public void Advance(int count) => used += count;

        public Memory<byte> GetMemory(int sizeHint = 0)
        {
            if (last.Length - used < Math.Max(sizeHint, 1))
            {
                var next = ArrayPool<byte>.Shared.Rent(Math.Max(sizeHint, Size));
                full.Add(new ArraySegment<byte>(last, 0, used));
                (last, used) = (next, 0);
            }
            return last.AsMemory(used);
        }

        public Span<byte> GetSpan(int sizeHint = 0) => GetMemory(sizeHint).Span;

        public void Dispose()
        {
            foreach (var piece in full) ArrayPool<byte>.Shared.Return(piece.Array!);
            ArrayPool<byte>.Shared.Return(last);
        }

        internal byte[] ToArray()
        {
            var all = new byte[full.Sum(piece => piece.Count) + used];
            var at = 0;
            foreach (var piece in full)
            {
                piece.CopyTo(all, at);
                at += piece.Count;
            }
            last.AsSpan(0, used).CopyTo(all.AsSpan(at));
            return all;
        }
    }
}
