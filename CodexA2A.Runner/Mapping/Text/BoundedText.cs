using System.Globalization;
using System.Text;

namespace CodexA2A.Runner.Mapping.Text;

/// <summary>A text cut to a size: its first and its last half, what is missing between them marked and counted.</summary>
/// <param name="Text">What is left.</param>
/// <param name="TruncatedBytes">Bytes of UTF-8 that were left out; 0 when the text is whole.</param>
internal readonly record struct BoundedText(string Text, long TruncatedBytes)
{
    /// <summary>Cuts <paramref name="text"/> to <paramref name="maxBytes"/> of UTF-8, the mark included.</summary>
    public static BoundedText FirstAndLast(string text, int maxBytes)
    {
        var kept = TextCut.Middle(text, maxBytes, out var cut);
        return new BoundedText(kept, cut);
    }

    /// <summary>Both halves with the mark between them.</summary>
    public static string Joined(string head, long truncatedBytes, string tail) =>
        truncatedBytes == 0 ? head + tail : string.Create(CultureInfo.InvariantCulture, $"{head}\n[… {truncatedBytes} bytes left out …]\n{tail}");

    /// <summary>The longest beginning of at most <paramref name="maxBytes"/> of UTF-8 that ends at a character.</summary>
    public static string Head(string text, int maxBytes)
    {
        var bytes = 0;
        var end = 0;
        foreach (var rune in text.EnumerateRunes())
        {
            bytes += rune.Utf8SequenceLength;
            if (bytes > maxBytes)
            {
                break;
            }

            end += rune.Utf16SequenceLength;
        }

        return text[..end];
    }

    /// <summary>The longest end of at most <paramref name="maxBytes"/> of UTF-8 that begins at a character.</summary>
    public static string Tail(string text, int maxBytes)
    {
        var bytes = 0;
        var start = text.Length;
        while (start > 0)
        {
            var length = start > 1 && char.IsSurrogatePair(text[start - 2], text[start - 1]) ? 2 : 1;
            bytes += Encoding.UTF8.GetByteCount(text.AsSpan(start - length, length));
            if (bytes > maxBytes)
            {
                break;
            }

            start -= length;
        }

        return text[start..];
    }
}
