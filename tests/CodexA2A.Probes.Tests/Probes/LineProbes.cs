using static CodexA2A.Probes.Tests.Probes.Make;

namespace CodexA2A.Probes.Tests.Probes;

/// <summary>The first line of a request (RFC 9112, 3), and what becomes of its path.</summary>
internal static class LineProbes
{
    public static IEnumerable<Probe> All =>
    [
        Refused("No version, as in HTTP/0.9", "GET /tasks\r\n\r\n"),
        Refused("A version to come", Line("GET /tasks HTTP/1.2"), 505),
        Refused("HTTP/2 in words", Line("GET /tasks HTTP/2.0"), 505),
        Refused("A version in lower case", Line("GET /tasks http/1.1"), 505),
        Refused("A version with a zero before", Line("GET /tasks HTTP/01.1")),
        Refused("A blank behind the version", Line("GET /tasks HTTP/1.1 ")),
        Refused("A zero byte behind the version", Line("GET /tasks HTTP/1.1\0")),
        Refused("Two blanks", Line("GET  /tasks HTTP/1.1")),
        Refused("A tab instead of a blank", Line("GET\t/tasks HTTP/1.1")),
        Refused("A blank before", Line(" GET /tasks HTTP/1.1")),
        Refused("No target", Line("GET HTTP/1.1")),
        Refused("No method", Line("/tasks HTTP/1.1")),
        Refused("A method that is no token", Line("G(T /tasks HTTP/1.1")),
        Refused("A line of 9000 bytes", Line($"GET /{new string('a', 9000)} HTTP/1.1"), 414),
        Refused("A target without a slash", Line("GET tasks HTTP/1.1"), 405),
        Refused("The form of CONNECT", Line("GET localhost:80 HTTP/1.1"), 405),
        Refused("The form of OPTIONS", Line("GET * HTTP/1.1"), 405),
        Refused("The address of another host", Line("GET http://evil.example/tasks HTTP/1.1")),
        Refused("A zero byte in the path", Line("GET /tasks\0 HTTP/1.1")),
        Refused("A zero byte in the path, encoded", Line("GET /tasks%00 HTTP/1.1")),
        Refused("A byte that is not ASCII", Line("GET /t\u00e4sks HTTP/1.1")),
        Refused("Ends of line without CR", "GET /tasks HTTP/1.1\nHost: localhost\n\n"),
        Refused("An end of line without LF", "GET /tasks HTTP/1.1\rHost: localhost\r\r"),
        Refused("The first bytes of TLS", "\u0016\u0003\u0001\u0002\u0000\u0001\u0000\u0001\u00fc\u0003\u0003\r\n\r\n"),

        Fine("An empty line before", "\r\n" + Line("GET /tasks HTTP/1.1")),
        Fine("The address of this host", Line("GET http://localhost/tasks HTTP/1.1")),
        Fine("Dots, encoded", Line("GET /x/%2e%2e/tasks HTTP/1.1")),
        Fine("More dots than folders", Line("GET /../../tasks HTTP/1.1")),
        // What everybody may read is no way to what not everybody may.
        Fine("A way out of a probe", Line("GET /alive/../tasks HTTP/1.1")),
        Fine("A way out of a probe, encoded", Line("GET /alive/%2e%2e/tasks HTTP/1.1")),
        Fine("A probe with a slash behind", Line("GET /alive/ HTTP/1.1")),
        Fine("A probe in capitals", Line("GET /ALIVE HTTP/1.1")),
        new("A way into a probe", Line("GET /tasks/../alive HTTP/1.1"), [200], [200], false),
        Nothing("A slash that is encoded", Line("GET /alive%2f..%2ftasks HTTP/1.1")),
        Nothing("Two slashes", Line("GET //tasks HTTP/1.1")),
        Nothing("A backslash", Line("GET /alive\\..\\tasks HTTP/1.1")),
        Nothing("A semicolon", Line("GET /alive;/tasks HTTP/1.1")),
        Nothing("Dots in too many bytes", Line("GET /alive/%c0%ae%c0%ae/tasks HTTP/1.1")),
        Nothing("Encoded twice", Line("GET /alive/%252e%252e/tasks HTTP/1.1")),
        Nothing("A percent sign alone", Line("GET /tasks% HTTP/1.1")),
    ];
}
