using System.IO.Compression;
using System.Text;
using static CodexA2A.Api.Tests.Hostile.HostileBody;

namespace CodexA2A.Api.Tests.Hostile;

/// <summary>Bytes that are no text, or not the text that they are said to be.</summary>
internal static class HostileBytes
{
    private const int Limit = 4 * 1024 * 1024;

    private static readonly (string Name, byte[] Inside)[] Broken =
    [
        ("A slash in two bytes", [0xC0, 0xAF]),
        ("A slash in three bytes", [0xE0, 0x80, 0xAF]),
        ("A zero in two bytes", [0xC0, 0x80]),
        ("Half of a pair as bytes", [0xED, 0xA0, 0x80]),
        ("A letter beyond Unicode", [0xF4, 0x90, 0x80, 0x80]),
        ("A letter in five bytes", [0xF8, 0x88, 0x80, 0x80, 0x80]),
        ("A letter that is cut off", [0xE2, 0x82]),
        ("A byte of the middle alone", [0x80]),
        ("A byte that there is not", [0xFF]),
        ("Latin 1", [0xE4]),
    ];

    public static IEnumerable<HostileBody> All =>
    [
        .. Broken.Select(item => Around(item.Name, text => Inside(text, item.Inside))),
        Whole("Nothing", A2AErrorCode.ParseError, []),
        Whole("Blanks", A2AErrorCode.ParseError, " \r\n\t "u8.ToArray()),
        Whole("Zero bytes", A2AErrorCode.ParseError, new byte[64]),
        Whole("A form", A2AErrorCode.ParseError, "message=x&jsonrpc=2.0"u8.ToArray()),
        Whole("XML", A2AErrorCode.ParseError, "<?xml version=\"1.0\"?><!DOCTYPE a [<!ENTITY b SYSTEM \"file:///etc/passwd\">]><a>&b;</a>"u8.ToArray()),
        Whole("MessagePack", A2AErrorCode.ParseError, [0x81, 0xA1, 0x61, 0x01]),
        Whole("CBOR", A2AErrorCode.ParseError, [0xD9, 0xD9, 0xF7, 0xA1, 0x61, 0x61, 0x01]),
        Around("A byte order mark", text => [0xEF, 0xBB, 0xBF, .. Encoding.UTF8.GetBytes(text)]),
        Around("UTF-16", Encoding.Unicode.GetBytes),
        Around("UTF-16 with a byte order mark", text => [0xFF, 0xFE, .. Encoding.Unicode.GetBytes(text)]),
        Around("UTF-16, the other way round", text => [0xFE, 0xFF, .. Encoding.BigEndianUnicode.GetBytes(text)]),
        Around("UTF-32", Encoding.UTF32.GetBytes),
        Around("Two bodies", text => Encoding.UTF8.GetBytes(text + text)),
        Around("Two bodies in two lines", text => Encoding.UTF8.GetBytes(text + "\n" + text)),
        Around("A word behind", text => Encoding.UTF8.GetBytes(text + "x")),
        Around("A bracket behind", text => Encoding.UTF8.GetBytes(text + "}")),
        Around("A zero byte behind", text => Encoding.UTF8.GetBytes(text + "\0")),
        Around("A guard against scripts before", text => Encoding.UTF8.GetBytes(")]}',\n" + text)),
        Around("The last byte is missing", text => Encoding.UTF8.GetBytes(text[..^1])),
        Around("Compressed, and not said to be", Gzip),
        Whole("One byte more than the limit", A2AErrorCode.PayloadTooLarge, [.. "\""u8, .. Enumerable.Repeat((byte)'a', Limit - 1), (byte)'"']),
    ];

    public static byte[] Gzip(string text)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.SmallestSize)) gzip.Write(Encoding.UTF8.GetBytes(text));
        return packed.ToArray();
    }

    /// <summary>The bytes in the text of the message.</summary>
    private static byte[] Inside(string text, byte[] inside)
    {
        var at = text.IndexOf("\"x\"", StringComparison.Ordinal) + 1;
        return [.. Encoding.UTF8.GetBytes(text[..at]), .. inside, .. Encoding.UTF8.GetBytes(text[(at + 1)..])];
    }
}
