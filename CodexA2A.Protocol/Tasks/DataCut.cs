using System.Buffers;
using System.Runtime.InteropServices;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace CodexA2A.Protocol;

/// <summary>Makes a data part smaller: long strings anywhere in it are shortened; if that is not enough, its largest members go.</summary>
internal static class DataCut
{
    private const string Mark = "truncated_bytes";
    private static readonly JsonWriterOptions Writing = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, MaxDepth = 256 };
    private static readonly JsonDocumentOptions Reading = new() { MaxDepth = 256 };

    /// <summary>Bytes of the value as it was written.</summary>
    internal static long Size(JsonElement data) => JsonMarshal.GetRawUtf8Value(data).Length;

    /// <summary>The smaller value, marked with the bytes left out where it is an object; null where nothing is to be cut.</summary>
    internal static JsonElement? Shrink(JsonElement data, int cap, out long cut)
    {
        cut = 0;
        if (Size(data) <= cap) return null;
        var bytes = 0L;
        var shortened = Build(writer => Copy(data, cap, writer, ref bytes));
        if (shortened.ValueKind == JsonValueKind.Object)
        {
            var gone = Largest(shortened, 3L * cap);
            if (bytes == 0 && gone.Count == 0) return null;
            bytes += gone.Values.Sum();
            shortened = Build(writer => Without(shortened, gone, bytes, writer));
        }
        else if (Size(shortened) > 3L * cap)
        {
            bytes = Size(data);
            shortened = Build(writer =>
            {
                writer.WriteStartObject();
                writer.WriteNumber(Mark, bytes);
                writer.WriteEndObject();
            });
        }
        cut = bytes;
        return cut == 0 ? null : shortened;
    }

    private static void Copy(JsonElement value, int cap, Utf8JsonWriter writer, ref long cut)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                writer.WriteStartObject();
                foreach (var member in value.EnumerateObject())
                {
                    writer.WritePropertyName(member.Name);
                    Copy(member.Value, cap, writer, ref cut);
                }
                writer.WriteEndObject();
                break;
            case JsonValueKind.Array:
                writer.WriteStartArray();
                foreach (var item in value.EnumerateArray()) Copy(item, cap, writer, ref cut);
                writer.WriteEndArray();
                break;
            case JsonValueKind.String when Size(value) > cap:
                writer.WriteStringValue(TextCut.Middle(value.GetString()!, cap, out var bytes));
                cut += bytes;
                break;
            default:
                value.WriteTo(writer);
                break;
        }
    }

    /// <summary>The largest members, as many as must go until the rest is small enough, with their sizes.</summary>
    private static Dictionary<string, long> Largest(JsonElement value, long keep)
    {
        var over = Size(value) - keep;
        var gone = new Dictionary<string, long>();
        foreach (var (name, size) in value.EnumerateObject().Select(member => (member.Name, Size: Size(member.Value))).OrderByDescending(member => member.Size))
        {
            if (over <= 0) break;
            gone[name] = size;
            over -= size;
        }
        return gone;
    }

    private static void Without(JsonElement value, Dictionary<string, long> gone, long cut, Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        foreach (var member in value.EnumerateObject())
        {
            if (member.NameEquals(Mark) && member.Value.ValueKind == JsonValueKind.Number && member.Value.TryGetInt64(out var before)) cut += before;
            else if (!gone.ContainsKey(member.Name)) member.WriteTo(writer);
        }
        writer.WriteNumber(Mark, cut);
        writer.WriteEndObject();
    }

    private static JsonElement Build(Action<Utf8JsonWriter> write)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer, Writing)) write(writer);
        using var document = JsonDocument.Parse(buffer.WrittenMemory, Reading);
        return document.RootElement.Clone();
    }
}
