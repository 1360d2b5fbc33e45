using System.Globalization;

namespace CodexA2A.Probes.Tests.Probes;

/// <summary>Makes probes; each that should be refused is followed by a request that must not be answered.</summary>
internal static class Make
{
    private const string Smuggled = "GET /smuggled HTTP/1.1\r\nHost: localhost\r\n\r\n";

    /// <summary>A request that anybody may send, and the last one.</summary>
    public const string Last = "GET /alive HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";

    /// <summary>A body that lists tasks.</summary>
    public const string Listing = """{"jsonrpc":"2.0","id":1,"method":"ListTasks","params":{}}""";

    /// <summary>The same as one chunk.</summary>
    public static string Chunk { get; } = $"{Hex(Listing.Length)}\r\n{Listing}\r\n";

    /// <summary>The server refuses the request itself: no application sees it, and none of the bytes behind it count.</summary>
    public static Probe Refused(string name, string bytes, int status = 400) => new(name, bytes + Smuggled, [status], [status], true);

    /// <summary>The body is wrong: whoever reads it refuses it, whoever does not still takes nothing that follows.</summary>
    public static Probe BadBody(string name, string headers, string body) =>
        new(name, Post(headers, body) + Smuggled, [400], [401], true) { Says = "INVALID_REQUEST" };

    /// <summary>A request like any other, to what a caller may read.</summary>
    public static Probe Fine(string name, string bytes) => new(name, bytes, [200], [401], false);

    /// <summary>There is nothing there; nobody is told so without a credential.</summary>
    public static Probe Nothing(string name, string bytes) => new(name, bytes, [404], [401], false);

    /// <summary>A GET with other words in its first line.</summary>
    public static string Line(string line) => $"{line}\r\nHost: localhost\r\n\r\n";

    /// <summary>A GET of the tasks with more headers, each with its end of line.</summary>
    public static string Get(string headers) => $"GET /tasks HTTP/1.1\r\nHost: localhost\r\n{headers}\r\n";

    /// <summary>A call of JSON-RPC.</summary>
    public static string Rpc(string headers, string body) => $"POST / HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n{headers}\r\n{body}";

    public static string Hex(int number) => number.ToString("X", CultureInfo.InvariantCulture);

    private static string Post(string headers, string body) => $"POST /message:send HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n{headers}\r\n{body}";
}
