using System.Text;

namespace CodexA2A.Runner.Mapping.Text;

/// <summary>How many bytes something takes as JSON, never guessed too small: what an encoder may escape counts as escaped.</summary>
internal static class JsonSize
{
    private const int EscapedChar = 6;
    private const int ShortEscape = 2;

    /// <summary>Upper bound for a string's content.</summary>
    public static int Of(string text)
    {
        var size = 0;
        foreach (var c in text)
        {
            size += Of(c);
        }

        return size;
    }

    /// <summary>Upper bound for a part.</summary>
    public static int Of(Part part)
    {
        const int frame = 64;
        return frame + part switch
        {
            { Text: { } text } => Of(text),
            { Raw: { } raw } => (raw.Length + 2) / 3 * 4,
            { Url: { } url } => Of(url),
            { Data: { } data } => Encoding.UTF8.GetByteCount(data.GetRawText()),
            _ => 0,
        };
    }

    /// <summary>The text in pieces of at most <paramref name="maxBytes"/> each, never cut inside a surrogate pair.</summary>
    public static IEnumerable<string> Cut(string text, int maxBytes)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(maxBytes, 2 * EscapedChar);
        var start = 0;
        while (start < text.Length)
        {
            var end = start;
            var size = 0;
            while (end < text.Length)
            {
                var pair = char.IsHighSurrogate(text[end]) && end + 1 < text.Length && char.IsLowSurrogate(text[end + 1]);
                var next = pair ? 2 * EscapedChar : Of(text[end]);
                if (size + next > maxBytes)
                {
                    break;
                }

                size += next;
                end += pair ? 2 : 1;
            }

            yield return text[start..end];
            start = end;
        }
    }

    private static int Of(char c) => c switch
    {
        '"' or '\\' => ShortEscape,
        < ' ' or > '~' => EscapedChar,
        _ => 1,
    };
}
