using System.Buffers.Text;
using System.Globalization;
using System.IO.Compression;
using System.Text;

namespace CodexA2A.Testing;

/// <summary>A way to write a secret so that it is not recognized at once. Pure; secrets are ASCII letters and digits.</summary>
/// <param name="Name">What it is called.</param>
/// <param name="Write">The secret in it, alone.</param>
internal sealed record Disguise(string Name, Func<string, string> Write)
{
    private const string Base32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

    /// <summary>What of it stands in a text where the secret is in the middle of something; where that does not matter, the same as <see cref="Write"/>.</summary>
    public Func<string, IEnumerable<string>> Traces { get; private init; } = secret => [Write(secret)];

    /// <summary>All of them.</summary>
    public static IReadOnlyList<Disguise> All { get; } =
    [
        new("plain", secret => secret),
        new("upper case", secret => secret.ToUpperInvariant()),
        new("lower case", secret => secret.ToLowerInvariant()),
        new("reversed", secret => string.Concat(secret.Reverse())),
        new("rot13", secret => Turned(secret, 13)),
        new("one letter on", secret => Turned(secret, 1)),
        new("rot47", secret => string.Concat(secret.Select(c => (char)('!' + ((c - '!' + 47) % 94))))),
        new("atbash", secret => string.Concat(secret.Select(c => char.IsAsciiLetterLower(c) ? (char)('z' - (c - 'a')) : char.IsAsciiLetterUpper(c) ? (char)('Z' - (c - 'A')) : c))),
        Aligned("base64", bytes => Convert.ToBase64String(bytes)),
        Aligned("base64url", bytes => Base64Url.EncodeToString(bytes)),
        new("base64 twice", secret => Convert.ToBase64String(Encoding.ASCII.GetBytes(Convert.ToBase64String(Encoding.ASCII.GetBytes(secret))))),
        new("base64 of UTF-16", secret => Convert.ToBase64String(Encoding.Unicode.GetBytes(secret))),
        new("base32", secret => ToBase32(Encoding.ASCII.GetBytes(secret))),
        new("hex", secret => Convert.ToHexStringLower(Encoding.ASCII.GetBytes(secret))),
        new("HEX", secret => Convert.ToHexString(Encoding.ASCII.GetBytes(secret))),
        new("hex with spaces", secret => Each(secret, " ", c => $"{c:x2}")),
        new("hex with colons", secret => Each(secret, ":", c => $"{c:x2}")),
        new("hex of C", secret => Each(secret, "", c => $"\\x{c:x2}")),
        new("octal of C", secret => Each(secret, "", c => $"\\{Convert.ToString(c, 8).PadLeft(3, '0')}")),
        new("URL", secret => Each(secret, "", c => $"%{c:X2}")),
        new("URL twice", secret => Each(secret, "", c => $"%25{c:X2}")),
        new("quoted-printable", secret => Each(secret, "", c => $"={c:X2}")),
        new("JSON", secret => Each(secret, "", c => $"\\u{c:x4}")),
        new("JSON in JSON", secret => Each(secret, "", c => $"\\\\u{c:x4}")),
        new("HTML", secret => Each(secret, "", c => $"&#{c};")),
        new("HTML in hex", secret => Each(secret, "", c => $"&#x{c:x};")),
        new("bits", secret => Each(secret, "", c => Convert.ToString(c, 2).PadLeft(8, '0'))),
        new("numbers", secret => Each(secret, ",", c => c.ToString(CultureInfo.InvariantCulture))),
        new("one a line", secret => string.Join('\n', secret.AsEnumerable())),
        new("in fours", secret => string.Join('-', secret.Chunk(4).Select(four => new string(four)))),
        new("with dots", secret => string.Join('.', secret.AsEnumerable())),
        new("gzip and base64", secret => Convert.ToBase64String(Packed(secret, stream => new GZipStream(stream, CompressionLevel.Optimal)))),
        new("deflate and base64", secret => Convert.ToBase64String(Packed(secret, stream => new DeflateStream(stream, CompressionLevel.Optimal)))),
    ];

    private static string Each(string secret, string between, Func<int, string> write) => string.Join(between, secret.Select(c => write(c)));

    private static string Turned(string secret, int by) => string.Concat(secret.Select(
        c => char.IsAsciiLetterLower(c) ? (char)('a' + ((c - 'a' + by) % 26)) : char.IsAsciiLetterUpper(c) ? (char)('A' + ((c - 'A' + by) % 26)) : c));

    /// <summary>Three bytes are four characters, so it depends on what is in front; the characters at both ends are made of neighbours, too.</summary>
    private static Disguise Aligned(string name, Func<byte[], string> write) => new(name, secret => write(Encoding.ASCII.GetBytes(secret)))
    {
        Traces = secret => Enumerable.Range(0, 3).Select(before =>
        {
            var bits = (before + secret.Length) * 8;
            return write([.. new byte[before], .. Encoding.ASCII.GetBytes(secret)])[(((before * 8) + 5) / 6)..(bits / 6)];
        }),
    };

    private static string ToBase32(byte[] bytes)
    {
        var bits = string.Concat(bytes.Select(b => Convert.ToString(b, 2).PadLeft(8, '0')));
        return string.Concat(Enumerable.Range(0, bits.Length / 5).Select(i => Base32[Convert.ToInt32(bits.Substring(i * 5, 5), 2)]));
    }

    private static byte[] Packed(string secret, Func<Stream, Stream> pack)
    {
        using var packed = new MemoryStream();
        using (var packing = pack(packed)) packing.Write(Encoding.ASCII.GetBytes(secret));
        return packed.ToArray();
    }
}
