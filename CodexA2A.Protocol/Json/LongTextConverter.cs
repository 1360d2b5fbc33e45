using System.Text.Json;
using System.Text.Json.Serialization;

namespace CodexA2A.Protocol.Json;

/// <summary>
/// Text of any length, written in pieces: a writer that is given all of it at once takes room for six characters of escape for each of
/// it first, so that a text of a million takes many megabytes for the moment.
/// </summary>
internal sealed class LongTextConverter : JsonConverter<string>
{
    /// <summary>Characters.</summary>
    internal const int Piece = 4096;

    public override string? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => reader.GetString();

    public override void Write(Utf8JsonWriter writer, string value, JsonSerializerOptions options)
    {
        var rest = value.AsSpan();
        if (rest.Length <= Piece)
        {
            writer.WriteStringValue(rest);
            return;
        }

        for (; rest.Length > Piece; rest = rest[Piece..])
        {
            writer.WriteStringValueSegment(rest[..Piece], isFinalSegment: false);
        }

        writer.WriteStringValueSegment(rest, isFinalSegment: true);
    }
}
