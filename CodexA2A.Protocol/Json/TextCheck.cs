using System.Text.Json;
using System.Text.Unicode;

namespace CodexA2A.Protocol.Json;

/// <summary>Faults of the text that a JSON parser passes over until somebody reads the value: bad UTF-8 and lone surrogates. Found here, they cannot get into the log.</summary>
internal static class TextCheck
{
    internal static void Run(ReadOnlySpan<byte> utf8, int maxDepth)
    {
        if (!Utf8.IsValid(utf8)) throw new ShapeException("is not valid UTF-8");
        // Without the escape of a surrogate there can be no lone one.
        if (utf8.IndexOf("\\ud"u8) < 0 && utf8.IndexOf("\\uD"u8) < 0) return;
        var reader = new Utf8JsonReader(utf8, new JsonReaderOptions { MaxDepth = maxDepth });
        while (reader.Read())
        {
            if (reader.TokenType is not (JsonTokenType.String or JsonTokenType.PropertyName) || !reader.ValueIsEscaped) continue;
            try
            {
                _ = reader.GetString();
            }
            catch (InvalidOperationException)
            {
                throw new ShapeException("has half of a surrogate pair in a string");
            }
        }
    }
}
