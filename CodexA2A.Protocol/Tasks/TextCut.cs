using System.Globalization;
using System.Text;

namespace CodexA2A.Protocol;

/// <summary>Shortens long text by its middle, because its beginning and its end say most.</summary>
public static class TextCut
{
    /// <summary>
    /// The text, or its beginning and end with a note of how much is left out between them; together at most <paramref name="maxBytes"/>
    /// bytes of UTF-8 (never less than the note).
    /// </summary>
    /// <param name="text">The text.</param>
    /// <param name="maxBytes">Most bytes of UTF-8.</param>
    /// <param name="cutBytes">Bytes of UTF-8 left out; 0 when the text is given back as it is.</param>
    public static string Middle(string text, int maxBytes, out long cutBytes)
    {
        ArgumentNullException.ThrowIfNull(text);
        cutBytes = 0;
        if (text.Length <= maxBytes / 3) return text;
        long size = Encoding.UTF8.GetByteCount(text);
        if (size <= maxBytes) return text;

        // The note is written for the whole size, so its final form is never longer.
        var room = Math.Max(0, maxBytes - Encoding.UTF8.GetByteCount(Note(size)));
        var (head, headBytes) = Forward(text, room / 2);
        var (tail, tailBytes) = Backward(text, room / 2);
        cutBytes = size - headBytes - tailBytes;
        return string.Concat(text.AsSpan(0, head), Note(cutBytes), text.AsSpan(tail));
    }

    /// <summary>
    /// Where the text can be cut so that the first piece has at most <paramref name="maxBytes"/> bytes of UTF-8, never inside a character;
    /// at least one character for a text that is not empty.
    /// </summary>
    public static int SplitAt(string text, int start, int maxBytes)
    {
        ArgumentNullException.ThrowIfNull(text);
        var index = start + Forward(text.AsSpan(start), maxBytes).Index;
        if (index > start || index >= text.Length) return index;
        return Math.Min(text.Length, start + (char.IsHighSurrogate(text[start]) ? 2 : 1));
    }

    private static string Note(long bytes) => string.Create(CultureInfo.InvariantCulture, $"\n[… {bytes} bytes left out …]\n");

    private static (int Index, int Bytes) Forward(ReadOnlySpan<char> text, int maxBytes)
    {
        int index = 0, bytes = 0;
        while (index < text.Length)
        {
            Rune.DecodeFromUtf16(text[index..], out var rune, out var length);
            if (bytes + rune.Utf8SequenceLength > maxBytes) break;
            bytes += rune.Utf8SequenceLength;
            index += length;
        }
        return (index, bytes);
    }

    private static (int Index, int Bytes) Backward(ReadOnlySpan<char> text, int maxBytes)
    {
        int index = text.Length, bytes = 0;
        while (index > 0)
        {
            Rune.DecodeLastFromUtf16(text[..index], out var rune, out var length);
            if (bytes + rune.Utf8SequenceLength > maxBytes) break;
            bytes += rune.Utf8SequenceLength;
            index -= length;
        }
        return (index, bytes);
    }
}
