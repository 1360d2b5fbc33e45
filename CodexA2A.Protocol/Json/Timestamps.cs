using System.Buffers;
using System.Globalization;

namespace CodexA2A.Protocol.Json;

/// <summary>Timestamps as the wire has them: out in UTC with milliseconds, in with any offset and up to nine digits of fraction (A2A 1.0, 5.6.1).</summary>
public static class Timestamps
{
    /// <summary>Digits of a fraction that .NET keeps (100 ns); more are cut.</summary>
    private const int KeptDigits = 7;
    private static readonly SearchValues<char> Digits = SearchValues.Create("0123456789");

    /// <summary>Writes <c>yyyy-MM-ddTHH:mm:ss.fffZ</c>.</summary>
    public static string Format(DateTimeOffset value) =>
        value.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);

    /// <summary>Reads an RFC 3339 timestamp; the offset is required.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, out DateTimeOffset value)
    {
        value = default;
        if (text.Length is < 20 or > 35) return false;
        Span<char> buffer = stackalloc char[35];
        var rest = text[19..];
        text[..19].CopyTo(buffer);
        var length = 19;
        if (rest[0] == '.')
        {
            var digits = rest[1..].IndexOfAnyExcept(Digits);
            if (digits is < 1 or > 9) return false;
            var kept = Math.Min(digits, KeptDigits) + 1;
            rest[..kept].CopyTo(buffer[length..]);
            length += kept;
            rest = rest[(digits + 1)..];
        }
        var utc = rest is "Z" or "z";
        if (!utc && (rest.Length != 6 || rest[0] is not ('+' or '-'))) return false;
        if (utc) "+00:00".CopyTo(buffer[length..]);
        else rest.CopyTo(buffer[length..]);
        return DateTimeOffset.TryParseExact(
            buffer[..(length + 6)], ["yyyy-MM-dd'T'HH:mm:sszzz", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFzzz"],
            CultureInfo.InvariantCulture, DateTimeStyles.AdjustToUniversal, out value);
    }
}
