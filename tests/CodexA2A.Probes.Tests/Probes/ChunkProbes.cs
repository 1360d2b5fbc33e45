using static CodexA2A.Probes.Tests.Probes.Make;

namespace CodexA2A.Probes.Tests.Probes;

/// <summary>Chunks (RFC 9112, 7.1).</summary>
internal static class ChunkProbes
{
    private const string Chunked = "Transfer-Encoding: chunked\r\n";

    private static string Size { get; } = Hex(Listing.Length);

    public static IEnumerable<Probe> All =>
    [
        Bad("A size that is no number", $"ZZ\r\n{Listing}\r\n0\r\n\r\n"),
        Bad("A size that no number holds", $"FFFFFFFFFFFFFFFFF\r\n{Listing}\r\n0\r\n\r\n"),
        Bad("A size of 2^31", $"80000000\r\n{Listing}\r\n0\r\n\r\n"),
        Bad("A size below zero", $"-{Size}\r\n{Listing}\r\n0\r\n\r\n"),
        Bad("A size with a plus", $"+{Size}\r\n{Listing}\r\n0\r\n\r\n"),
        Bad("A size that says that it is hexadecimal", $"0x{Size}\r\n{Listing}\r\n0\r\n\r\n"),
        Bad("A size with an underscore", $"{Size[0]}_{Size[1..]}\r\n{Listing}\r\n0\r\n\r\n"),
        Bad("No size", $"\r\n{Listing}\r\n0\r\n\r\n"),
        Bad("A blank before the size", $" {Size}\r\n{Listing}\r\n0\r\n\r\n"),
        Bad("A size without CR behind it", $"{Size}\n{Listing}\r\n0\r\n\r\n"),
        Bad("A size without LF behind it", $"{Size}\r{Listing}\r\n0\r\n\r\n"),
        Bad("More than its size", $"5\r\n{Listing}\r\n0\r\n\r\n"),
        Bad("No end of line behind the bytes", $"{Size}\r\n{Listing}0\r\n\r\n"),
        Bad("An end of line without CR behind the bytes", $"{Size}\r\n{Listing}\n0\r\n\r\n"),
        Bad("Two other bytes behind the bytes", $"{Size}\r\n{Listing}XX0\r\n\r\n"),
        // One server takes the LF for the end of the line, the other does not: what follows is a size for one and a word for the other.
        Bad("An extension with a LF in it", $"{Size};a\n{Listing}\r\n0\r\n\r\n"),
        Bad("An extension with a CR in it", $"{Size};a\rb\r\n{Listing}\r\n0\r\n\r\n"),

        Fine("An extension", Rpc(Chunked, $"{Size};a=b\r\n{Listing}\r\n0\r\n\r\n")),
        Fine("Zeros before the size", Rpc(Chunked, $"000{Size}\r\n{Listing}\r\n0000\r\n\r\n")),
        Fine("A trailer", Rpc(Chunked, $"{Chunk}0\r\nX-One: 1\r\n\r\n")),
        Fine("A trailer that says who calls", Rpc(Chunked, $"{Chunk}0\r\nAuthorization: Bearer {Harness.ProbedHost.Secret}\r\nHost: evil.example\r\n\r\n")),
        new("A client that is gone in a chunk", Rpc(Chunked, $"{Size}\r\n{Listing[..5]}"), [400], [401], false) { IsGone = true },
    ];

    private static Probe Bad(string name, string body) => BadBody(name, Chunked, body);
}
