using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;

namespace CodexA2A.Protocol.Json;

/// <summary>
/// Text of any length, written in pieces: a writer that is given all of it at once takes room for six characters of escape for each of
/// it first, so that a text of a million takes many megabytes for the moment.
/// </summary>
public static class LongText
{
    /// <summary>Characters.</summary>
    internal const int Piece = 4096;

    private static readonly JsonTypeInfo<string> Info = JsonMetadataServices.CreateValueInfo<string>(A2AJson.Options, new LongTextConverter());

    /// <summary>A member of an object that is written so, by whoever writes it with <see cref="A2AJson"/>.</summary>
    [return: NotNullIfNotNull(nameof(text))]
    public static JsonNode? Node(string? text) => text is { Length: > Piece } ? JsonValue.Create(text, Info) : text;

    /// <summary>Writes it as one value.</summary>
    internal static void Write(Utf8JsonWriter writer, string text)
    {
        var rest = text.AsSpan();
        if (rest.Length <= Piece)
        {
            writer.WriteStringValue(rest);
            return;
        }

        for (; rest.Length > Piece; rest = rest[Piece..]) writer.WriteStringValueSegment(rest[..Piece], isFinalSegment: false);
        writer.WriteStringValueSegment(rest, isFinalSegment: true);
    }
}
