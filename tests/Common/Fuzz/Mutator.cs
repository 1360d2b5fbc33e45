using System.Text;

namespace CodexA2A.Testing;

/// <summary>Makes hostile input of good input: bytes changed, cut out, doubled, put in, and two of them joined. The same number gives the same bytes.</summary>
internal sealed class Mutator(IReadOnlyList<byte[]> seeds)
{
    private const int Longest = 64 * 1024;

    private static readonly byte[][] Pieces =
    [
        .. new[]
        {
            "null", "true", "NaN", "-Infinity", "1e999", "-0", "0.1e-400", "9223372036854775808", "18446744073709551616", new string('9', 400),
            "\"\"", "\"", "\\", "\\u0000", "\\ud800", "\\udc00\\ud800", "\\u202e", "\u202e", "\u0000", "\r\n\r\n", "\t", "//", "/*", "{}", "[]", "[{}]", ",", ":",
            "\"id\":1,\"id\":2,", "\"__proto__\":{},", "\"@type\":\"x\",", "\"$ref\":\"#\",", "../../etc/passwd", "%2e%2e%2f", "file:///etc/passwd", "http://127.0.0.1:1/",
            "\"role\":\"ROLE_AGENT\"", "\"parts\":[]", "\"params\":[]", "\"method\":null", "0-1", "-1", "00000000000000000001-1", "a\u0301", "\uFEFF", "🙂",
        }.Select(Encoding.UTF8.GetBytes),
        [0xff], [0xfe, 0xff], [0xc0, 0x80], [0xed, 0xa0, 0x80], [0xf4, 0x90, 0x80, 0x80], [0x80], [0xef, 0xbb, 0xbf], [0x1f, 0x8b, 0x08],
        Deep('[', 200), Deep('[', 20_000), [.. Enumerable.Repeat("{\"a\":"u8.ToArray(), 300).SelectMany(static piece => piece)],
    ];

    /// <summary>The input of that number, at most 64 KiB.</summary>
    public byte[] Input(int number)
    {
        var random = new Random(number);
        var bytes = new List<byte>(Seed(random));
        for (var changes = random.Next(1, 6); changes > 0; changes--)
        {
            Change(bytes, random);
        }

        return [.. bytes.Take(Longest)];
    }

    private byte[] Seed(Random random) => seeds[random.Next(seeds.Count)];

    private void Change(List<byte> bytes, Random random)
    {
        var at = random.Next(bytes.Count + 1);
        var length = Math.Min(random.Next(1, 40), bytes.Count - at);
        switch (random.Next(8))
        {
            case 0 when at < bytes.Count:
                bytes[at] ^= (byte)(1 << random.Next(8));
                break;
            case 1 when at < bytes.Count:
                bytes[at] = (byte)random.Next(256);
                break;
            case 2:
                bytes.RemoveRange(at, length);
                break;
            case 3:
                bytes.InsertRange(at, bytes.GetRange(at, length));
                break;
            case 4:
                bytes.RemoveRange(at, bytes.Count - at);
                break;
            case 5:
                var other = Seed(random);
                bytes.InsertRange(at, other.AsSpan(random.Next(other.Length)).ToArray());
                break;
            default:
                // In place of a value as often as in the middle of something.
                var value = random.Next(2) == 0 ? bytes.IndexOf((byte)':', at) + 1 : at;
                bytes.InsertRange(value, Pieces[random.Next(Pieces.Length)]);
                break;
        }
    }

    private static byte[] Deep(char bracket, int levels) => Encoding.ASCII.GetBytes(new string(bracket, levels));
}
