using static CodexA2A.Probes.Tests.Probes.Make;

namespace CodexA2A.Probes.Tests.Probes;

/// <summary>Methods that nobody serves: they are no errors of HTTP, and do nothing.</summary>
internal static class MethodProbes
{
    public static IEnumerable<Probe> All =>
    [
        Nothing("TRACE", Line("TRACE /tasks HTTP/1.1")),
        Nothing("OPTIONS", Line("OPTIONS /tasks HTTP/1.1")),
        Nothing("OPTIONS of everything", Line("OPTIONS * HTTP/1.1")),
        Nothing("PUT", Rpc("Content-Length: 2\r\n", "{}").Replace("POST / ", "PUT / ", StringComparison.Ordinal)),
        Nothing("PATCH", Line("PATCH /tasks HTTP/1.1")),
        Nothing("A method of nobody", Line("FROBNICATE /tasks HTTP/1.1")),
        Fine("GET in lower case", Line("get /tasks HTTP/1.1")),
        Nothing("CONNECT of a path", Line("CONNECT /tasks HTTP/1.1")),
        Refused("CONNECT to somewhere", Line("CONNECT localhost:80 HTTP/1.1")),
        // A probe looks at no method; what it was sent does not come back.
        new("TRACE of a probe", Line("TRACE /alive HTTP/1.1"), [200], [200], false),
    ];
}
