using static CodexA2A.Probes.Tests.Probes.Make;

namespace CodexA2A.Probes.Tests.Probes;

/// <summary>Where a body ends (RFC 9112, 6): the ways in which two servers can be made to think otherwise.</summary>
internal static class LengthProbes
{
    private const string Chunked = "Transfer-Encoding: chunked\r\n";

    public static IEnumerable<Probe> All =>
    [
        Refused("Two lengths that agree", Rpc($"Content-Length: {Listing.Length}\r\nContent-Length: {Listing.Length}\r\n", Listing)),
        Refused("Two lengths that differ", Rpc($"Content-Length: {Listing.Length}\r\nContent-Length: 5\r\n", Listing)),
        Refused("Two lengths in one line", Rpc($"Content-Length: {Listing.Length}, {Listing.Length}\r\n", Listing)),
        Refused("A length below zero", Rpc("Content-Length: -1\r\n", "")),
        Refused("A length with a plus", Rpc($"Content-Length: +{Listing.Length}\r\n", Listing)),
        Refused("A length in hexadecimal", Rpc("Content-Length: 0x5\r\n", "aaaaa")),
        Refused("A length with a blank in it", Rpc("Content-Length: 5 5\r\n", "aaaaa")),
        Refused("A length that is a fraction", Rpc("Content-Length: 5.0\r\n", "aaaaa")),
        Refused("A length that no number holds", Rpc("Content-Length: 99999999999999999999\r\n", "aaaaa")),
        Refused("An empty length", Rpc("Content-Length:\r\n", "")),
        Refused("A blank before the colon of the length", Rpc("Content-Length : 5\r\n", "aaaaa")),
        Refused("A length of 40 digits", Rpc($"Content-Length: {new string('9', 40)}\r\n", "aaaaa")),
        Refused("A length of less than nothing", Rpc("Content-Length: -0\r\n", "")),
        Refused("No length, in HTTP/1.0", "POST / HTTP/1.0\r\nHost: localhost\r\nContent-Type: application/json\r\n\r\n"),

        Refused("A length and chunks", Rpc($"Content-Length: 5\r\n{Chunked}", $"{Chunk}0\r\n\r\n")),
        Refused("Chunks and a length", Rpc($"{Chunked}Content-Length: 5\r\n", $"{Chunk}0\r\n\r\n")),
        Refused("Chunks and a length, of a GET", Get($"{Chunked}Content-Length: 5\r\n") + "0\r\n\r\n"),
        Refused("A coding that there is not", Rpc("Transfer-Encoding: xchunked\r\n", Chunk)),
        Refused("The coding identity", Rpc("Transfer-Encoding: identity\r\n", Chunk)),
        Refused("Chunks inside of another coding", Rpc("Transfer-Encoding: chunked, gzip\r\n", Chunk)),
        Refused("Another coding inside of chunks", Rpc("Transfer-Encoding: gzip, chunked\r\n", Chunk)),
        Refused("Chunks twice in one line", Rpc("Transfer-Encoding: chunked, chunked\r\n", Chunk)),
        Refused("Chunks twice", Rpc(Chunked + Chunked, Chunk)),
        Refused("Chunks, with a byte before the word", Rpc("Transfer-Encoding: \u000bchunked\r\n", Chunk)),
        Refused("Chunks in quotes", Rpc("Transfer-Encoding: \"chunked\"\r\n", Chunk)),
        Refused("Chunks, on a second line", Rpc("Transfer-Encoding:\r\n chunked\r\n", Chunk)),
        Refused("Chunks, with a blank before the colon", Rpc("Transfer-Encoding : chunked\r\n", Chunk)),
        Refused("Chunks, with a line of its own before", Rpc("X: 1\n" + Chunked, Chunk)),
        Refused("Chunks in HTTP/1.0", $"POST / HTTP/1.0\r\nHost: localhost\r\nContent-Type: application/json\r\n{Chunked}\r\n{Chunk}0\r\n\r\n"),
        Refused("An empty coding", Rpc("Transfer-Encoding:\r\n", Chunk)),

        Fine("A length with zeros before", Rpc($"Content-Length: 000{Listing.Length}\r\n", Listing)),
        Fine("Chunks in capitals", Rpc("TRANSFER-ENCODING: CHUNKED\r\n", $"{Chunk}0\r\n\r\n")),
        new("A body behind a GET, and a request behind it", Get("Content-Length: 5\r\n") + "aaaaa" + Get(""), [200, 200], [401, 401], false),
        new("Two requests at once", Get("") + Get(""), [200, 200], [401, 401], false),
        new("A call and a request behind it", Rpc($"Content-Length: {Listing.Length}\r\n", Listing) + Get(""), [200, 200], [401, 401], false),
        new("A call in chunks and a request behind it", Rpc(Chunked, $"{Chunk}0\r\n\r\n") + Get(""), [200, 200], [401, 401], false),
        new("A request behind the last one", Get("Connection: close\r\n") + Get(""), [200], [401], true),
        new("A request that a body hides", Rpc("Content-Length: 50\r\n", "GET /smuggled HTTP/1.1\r\nHost: localhost\r\n\r\n     "), [200], [401], false) { Says = "PARSE_ERROR" },
        new("No length, so nothing", Rpc("", ""), [200], [401], false) { Says = "PARSE_ERROR" },
        new("A client that wants to be asked for its body", Rpc($"Expect: 100-continue\r\nContent-Length: {Listing.Length}\r\n", Listing), [200], [401], false),
        new("A client that is gone before the end of its headers", "GET /tasks HTTP/1.1\r\nHost: loc", [400], [400], false) { IsGone = true },
    ];
}
