using System.Text;

namespace CodexA2A.ServiceDefaults.Edge;

/// <summary>
/// Reads the value of Content-Length: digits, and nothing else that is a number (RFC 9110, 8.6). The server's own reader takes a sign, too,
/// which another on the way may take for none; what this gives it in the place of anything but a digit is no number to it.
/// </summary>
internal sealed class LengthEncoding : Encoding
{
    private const char NoDigit = 'x';

    public static readonly LengthEncoding Instance = new();

    public override int GetChars(ReadOnlySpan<byte> bytes, Span<char> chars)
    {
        // One more than there is room for is too long for a number.
        var count = Math.Min(bytes.Length, chars.Length);
        for (var i = 0; i < count; i++) chars[i] = char.IsAsciiDigit((char)bytes[i]) ? (char)bytes[i] : NoDigit;
        return count;
    }

    public override int GetChars(byte[] bytes, int byteIndex, int byteCount, char[] chars, int charIndex) =>
        GetChars(bytes.AsSpan(byteIndex, byteCount), chars.AsSpan(charIndex));

    public override int GetByteCount(char[] chars, int index, int count) => count;

    public override int GetBytes(char[] chars, int charIndex, int charCount, byte[] bytes, int byteIndex) =>
        Latin1.GetBytes(chars, charIndex, charCount, bytes, byteIndex);

    public override int GetCharCount(byte[] bytes, int index, int count) => count;

    public override int GetMaxByteCount(int charCount) => charCount;

    public override int GetMaxCharCount(int byteCount) => byteCount;
}
