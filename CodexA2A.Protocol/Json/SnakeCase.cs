using System.Buffers;
using System.Runtime.InteropServices;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace CodexA2A.Protocol.Json;

/// <summary>Proto field names (<c>message_id</c>) in place of JSON names, which ProtoJSON parsers must accept. Names inside free data are left alone.</summary>
internal static class SnakeCase
{
    /// <summary>The value with JSON names, or null where no name has an underscore (nearly always).</summary>
    internal static byte[]? Renamed(JsonElement element, JsonTypeInfo type)
    {
        if (!HasUnderscore(JsonMarshal.GetRawUtf8Value(element))) return null;
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer, new JsonWriterOptions { SkipValidation = true })) Copy(element, type, writer);
        return buffer.WrittenSpan.ToArray();
    }

    private static bool HasUnderscore(ReadOnlySpan<byte> utf8)
    {
        var reader = new Utf8JsonReader(utf8, new JsonReaderOptions { MaxDepth = A2AJsonInput.MaxDepth });
        while (reader.Read())
            if (reader.TokenType == JsonTokenType.PropertyName && reader.ValueSpan.Contains((byte)'_')) return true;
        return false;
    }

    private static void Copy(JsonElement value, JsonTypeInfo? type, Utf8JsonWriter writer)
    {
        switch (value.ValueKind, type?.Kind)
        {
            case (JsonValueKind.Object, JsonTypeInfoKind.Object):
                writer.WriteStartObject();
                foreach (var member in value.EnumerateObject())
                {
                    var property = Find(type!, member.Name) ?? Find(type!, ToCamelCase(member.Name));
                    writer.WritePropertyName(property?.Name ?? member.Name);
                    Copy(member.Value, property is null ? null : type!.Options.GetTypeInfo(property.PropertyType), writer);
                }
                writer.WriteEndObject();
                break;
            case (JsonValueKind.Object, JsonTypeInfoKind.Dictionary):
                writer.WriteStartObject();
                foreach (var member in value.EnumerateObject())
                {
                    writer.WritePropertyName(member.Name);
                    Copy(member.Value, type!.Options.GetTypeInfo(type.ElementType!), writer);
                }
                writer.WriteEndObject();
                break;
            case (JsonValueKind.Array, JsonTypeInfoKind.Enumerable):
                writer.WriteStartArray();
                foreach (var item in value.EnumerateArray()) Copy(item, type!.Options.GetTypeInfo(type.ElementType!), writer);
                writer.WriteEndArray();
                break;
            default:
                value.WriteTo(writer);
                break;
        }
    }

    private static JsonPropertyInfo? Find(JsonTypeInfo type, string name)
    {
        foreach (var property in type.Properties)
            if (property.Name == name && property.Set is not null) return property;
        return null;
    }

    /// <summary>The JSON name of a proto field: an underscore goes, what follows it is upper case.</summary>
    private static string ToCamelCase(string name)
    {
        Span<char> buffer = name.Length <= 128 ? stackalloc char[128] : new char[name.Length];
        var length = 0;
        var upper = false;
        foreach (var c in name)
        {
            if (c != '_') buffer[length++] = upper ? char.ToUpperInvariant(c) : c;
            upper = c == '_';
        }
        return new string(buffer[..length]);
    }
}
