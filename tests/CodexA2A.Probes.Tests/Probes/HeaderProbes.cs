using static CodexA2A.Probes.Tests.Probes.Make;

namespace CodexA2A.Probes.Tests.Probes;

/// <summary>Headers (RFC 9112, 5; RFC 9110, 7.2).</summary>
internal static class HeaderProbes
{
    private const string First = "GET /tasks HTTP/1.1\r\n";

    public static IEnumerable<Probe> All =>
    [
        Refused("No Host", First + "\r\n"),
        Refused("Two Hosts", Get("Host: localhost\r\n")),
        Refused("Two Hosts that differ", Get("Host: evil.example\r\n")),
        Refused("A Host with a user", First + "Host: me@localhost\r\n\r\n"),
        Refused("A Host with a path", First + "Host: localhost/tasks\r\n\r\n"),
        Refused("A Host with a blank", First + "Host: local host\r\n\r\n"),
        Refused("A port that is none", First + "Host: localhost:http\r\n\r\n"),
        Refused("A blank before the colon", First + "Host : localhost\r\n\r\n"),
        Refused("A tab before the colon", Get("X-One\t: 1\r\n")),
        Refused("A line that goes on in the next", Get("X-One: 1\r\n more\r\n")),
        Refused("A line that goes on behind a tab", Get("X-One: 1\r\n\tmore\r\n")),
        Refused("A blank before the first name", First + " Host: localhost\r\n\r\n"),
        Refused("No colon", Get("X-One\r\n")),
        Refused("No name", Get(": 1\r\n")),
        Refused("A blank in the name", Get("X One: 1\r\n")),
        Refused("A zero byte in the name", Get("X-\0One: 1\r\n")),
        Refused("A zero byte in the value", Get("X-One: 1\0 2\r\n")),
        Refused("A CR in the value", Get("X-One: 1\r2\r\n")),
        Refused("An end of line without CR", Get("X-One: 1\n")),
        Refused("A byte that is not ASCII in the name", Get("X-\u00e4: 1\r\n")),
        Refused("A header of 33 KiB", Get($"X-One: {new string('a', 33 * 1024)}\r\n"), 431),
        Refused("101 headers", Get(string.Concat(Enumerable.Range(0, 100).Select(i => $"X-{i}: 1\r\n"))), 431),

        new("An empty Host", First + "Host:\r\n\r\n", [403], [403], false) { Says = "HOST_NOT_ALLOWED" },
        new("Another Host", First + "Host: evil.example\r\n\r\n", [403], [403], false) { Says = "HOST_NOT_ALLOWED" },
        new("A Host that begins like ours", First + "Host: localhost.evil.example\r\n\r\n", [403], [403], false) { Says = "HOST_NOT_ALLOWED" },
        new("HTTP/1.0 without Host", "GET /tasks HTTP/1.0\r\n\r\n", [403], [403], true) { Says = "HOST_NOT_ALLOWED" },
        new("A probe of HTTP/1.0 without Host", "GET /alive HTTP/1.0\r\n\r\n", [200], [200], true),
        new("A page of elsewhere", Get("Origin: https://evil.example\r\n"), [403], [403], false) { Says = "ORIGIN_NOT_ALLOWED" },
        new("Two origins", Get("Origin: http://localhost\r\nOrigin: https://evil.example\r\n"), [403], [403], false) { Says = "ORIGIN_NOT_ALLOWED" },
        Fine("HTTP/1.0 that keeps the connection", "GET /tasks HTTP/1.0\r\nHost: localhost\r\nConnection: keep-alive\r\n\r\n"),
        Fine("A Host in capitals", First + "Host: LOCALHOST:80\r\n\r\n"),
        Fine("No blank behind the colon", First + "Host:localhost\r\n\r\n"),
        Fine("Tabs around a value", First + "Host:\t localhost \t\r\n\r\n"),
        Fine("Bytes of UTF-8 in a value", Get("X-One: \u00c3\u00a4\r\n")),
        Fine("A wish for HTTP/2", Get("Connection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMAAABkAAQAAP__\r\n")),
        Fine("A wish for a web socket", Get("Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n")),
        Fine("A forwarded host", Get("X-Forwarded-Host: evil.example\r\nX-Forwarded-For: 203.0.113.9\r\nForwarded: host=evil.example\r\n")),
        Fine("A path and a method to use instead", Get("X-Original-URL: /alive\r\nX-Rewrite-URL: /alive\r\nX-HTTP-Method-Override: DELETE\r\n")),
    ];
}
