using static CodexA2A.Api.Tests.Edge.BrowserServices;

namespace CodexA2A.Api.Tests.Edge;

/// <summary>Who may call from where: the list.</summary>
internal static class BrowserCases
{
    private const string Evil = "https://evil.example";
    private const string Json = "application/json";
    private const string NoOrigin = "ORIGIN_NOT_ALLOWED";
    private const string NoHost = "HOST_NOT_ALLOWED";

    public static IReadOnlyList<BrowserCase> All { get; } =
    [
        // No page at all, or one of this address.
        new("A client that is no browser", Plain, "GET /tasks", 200),
        new("An address that a person typed", Plain, "GET /tasks", 200) { Site = "none" },
        new("A page of the same origin reads", Plain, "GET /tasks", 200) { Site = "same-origin" },
        new("A page of the same origin sends", Plain, "POST /message:send", 200) { Origin = "http://127.0.0.1:PORT", Site = "same-origin", Sends = Json },
        new("A page of the same origin, by the name localhost", Plain, "GET /tasks", 200) { Host = "localhost:PORT", Origin = "http://localhost:PORT" },
        new("A page of the same origin, by an IPv6 address", Plain, "GET /tasks", 200) { Host = "[::1]:PORT", Origin = "http://[::1]:PORT" },
        new("A page of the same origin, at the port of the scheme", Plain, "GET /tasks", 200) { Host = "localhost:80", Origin = "http://localhost" },

        // Pages of elsewhere.
        new("A page of elsewhere reads", Plain, "GET /tasks", 403) { Origin = Evil, Site = "cross-site", Reason = NoOrigin },
        new("A page of elsewhere sends", Plain, "POST /message:send", 403) { Origin = Evil, Site = "cross-site", Sends = Json, Reason = NoOrigin },
        new("A page of elsewhere calls JSON-RPC", Plain, "POST /", 403) { Origin = Evil, Sends = Json, Reason = NoOrigin },
        new("A form of elsewhere, as text", Plain, "POST /", 403) { Origin = Evil, Sends = "text/plain", Reason = NoOrigin },
        new("A form of elsewhere, with fields", Plain, "POST /message:send", 403) { Origin = Evil, Sends = "application/x-www-form-urlencoded", Reason = NoOrigin },
        new("A form of a browser without Origin, as text", Plain, "POST /", 403) { Site = "cross-site", Sends = "text/plain", Reason = NoOrigin },
        new("Text without any word of where it is from", Plain, "POST /message:send", 400) { Sends = "text/plain", Reason = "CONTENT_TYPE_NOT_SUPPORTED" },
        new("A page of elsewhere cancels", Plain, "POST /tasks/x:cancel", 403) { Origin = Evil, Reason = NoOrigin },
        new("A page of elsewhere deletes", Plain, "DELETE /tasks/x/pushNotificationConfigs/y", 403) { Origin = Evil, Reason = NoOrigin },
        new("A page of elsewhere without a credential", Plain, "GET /tasks", 403) { Origin = Evil, WithToken = false, Reason = NoOrigin },
        new("A page of elsewhere reads the card", Plain, "GET /.well-known/agent-card.json", 403) { Origin = Evil, Reason = NoOrigin },
        new("A page of elsewhere asks a probe", Plain, "GET /alive", 403) { Origin = Evil, Reason = NoOrigin },
        new("A page in a sandbox, or of a file", Plain, "GET /tasks", 403) { Origin = "null", Reason = NoOrigin },
        new("An empty origin", Plain, "GET /tasks", 403) { Origin = "", Reason = NoOrigin },
        new("Another port of this machine", Plain, "GET /tasks", 403) { Origin = "http://127.0.0.1:3000", Site = "same-site", Reason = NoOrigin },
        new("Another name of this machine", Plain, "GET /tasks", 403) { Origin = "http://localhost:PORT", Reason = NoOrigin },
        new("The same name by https", Plain, "GET /tasks", 403) { Origin = "https://127.0.0.1:PORT", Reason = NoOrigin },
        new("An origin with a path", Plain, "GET /tasks", 403) { Origin = "http://127.0.0.1:PORT/", Reason = NoOrigin },
        new("An origin that begins like ours", Plain, "GET /tasks", 403) { Origin = "http://127.0.0.1:PORT.evil.example", Reason = NoOrigin },
        new("A picture or a script of elsewhere", Plain, "GET /tasks", 403) { Site = "cross-site", Reason = NoOrigin },
        new("A picture of a neighbour", Plain, "GET /tasks", 403) { Site = "same-site", Reason = NoOrigin },
        new("A site that no browser says", Plain, "GET /tasks", 403) { Site = "none, cross-site", Reason = NoOrigin },
        new("A link to the card", Plain, "GET /.well-known/agent-card.json", 200) { Site = "cross-site" },
        new("A link to the health of the service", Plain, "GET /health", 403) { Site = "cross-site", Reason = NoOrigin },
        new("A question before the request, of elsewhere", Plain, "OPTIONS /", 403) { Origin = Evil, Asks = "POST", WithToken = false, Reason = NoOrigin },

        // A name that somebody gave this address (DNS rebinding).
        new("Another name for this address", Plain, "GET /tasks", 403) { Host = "evil.example:PORT", Reason = NoHost },
        new("Another name, with its own page", Plain, "POST /message:send", 403) { Host = "evil.example:PORT", Origin = "http://evil.example:PORT", Site = "same-origin", Sends = Json, Reason = NoHost },
        new("Another name, for the card", Plain, "GET /.well-known/agent-card.json", 403) { Host = "evil.example:PORT", Reason = NoHost },
        new("A name that begins like ours", Plain, "GET /tasks", 403) { Host = "localhost.evil.example", Reason = NoHost },
        new("Another name, nobody in particular", Anonymous, "GET /tasks", 403) { Host = "evil.example", WithToken = false, Reason = NoHost },
        new("Nobody in particular, of this machine", Anonymous, "GET /tasks", 200) { WithToken = false },
        new("Nobody in particular, by a page of elsewhere", Anonymous, "GET /tasks", 403) { Origin = Evil, WithToken = false, Reason = NoOrigin },
        new("A probe under any name", Plain, "GET /ready", 200) { Host = "10.0.0.7:8000" },

        // What the operator allows.
        new("An allowed page reads", Allowing, "GET /tasks", 200) { Origin = "http://localhost:3000", Site = "same-site" },
        new("An allowed page sends", Allowing, "POST /message:send", 200) { Origin = "https://console.example.org", Site = "cross-site", Sends = Json },
        new("An allowed page sends text", Allowing, "POST /message:send", 400) { Origin = "http://localhost:3000", Sends = "text/plain", Reason = "CONTENT_TYPE_NOT_SUPPORTED" },
        new("An allowed page without a credential", Allowing, "GET /tasks", 401) { Origin = "http://localhost:3000", WithToken = false, Reason = "UNAUTHENTICATED" },
        new("An allowed page reads the card", Allowing, "GET /.well-known/agent-card.json", 200) { Origin = "http://localhost:3000", WithToken = false },
        new("An extension of a browser", Allowing, "GET /tasks", 200) { Origin = "chrome-extension://abcdef" },
        new("Its browser asks before", Allowing, "OPTIONS /", 204) { Origin = "https://console.example.org", Asks = "POST", WithToken = false },
        new("Its browser asks before a delete", Allowing, "OPTIONS /tasks/x/pushNotificationConfigs/y", 204) { Origin = "http://localhost:3000", Asks = "DELETE", WithToken = false },
        new("Another port of an allowed name", Allowing, "GET /tasks", 403) { Origin = "http://localhost:3001", Reason = NoOrigin },
        new("A name below an allowed one", Allowing, "GET /tasks", 403) { Origin = "https://x.console.example.org", Reason = NoOrigin },
        new("A question before, of elsewhere", Allowing, "OPTIONS /", 403) { Origin = Evil, Asks = "POST", WithToken = false, Reason = NoOrigin },
        new("The public name", Allowing, "GET /tasks", 200) { Host = "codex.example.org" },
        new("A page of the public address", Allowing, "POST /message:send", 200) { Host = "codex.example.org", Origin = "https://codex.example.org", Sends = Json },
        new("A page of the public name at another port", Allowing, "GET /tasks", 403) { Host = "codex.example.org", Origin = "https://codex.example.org:8443", Reason = NoOrigin },
        new("An allowed page, another name", Allowing, "GET /tasks", 403) { Host = "evil.example", Origin = "http://localhost:3000", Reason = NoHost },

        // Beyond this machine.
        new("Any name, where none are given", Open, "GET /tasks", 200) { Host = "whatever.example" },
        new("Any name is not its own page's", Open, "GET /tasks", 403) { Host = "evil.example:PORT", Origin = "http://evil.example:PORT", Reason = NoOrigin },
        new("An address is its own page's", Open, "GET /tasks", 200) { Host = "192.0.2.7:PORT", Origin = "http://192.0.2.7:PORT" },
        new("A name of the list", Named, "GET /tasks", 200) { Host = "codex.internal:PORT" },
        new("A page of a name of the list", Named, "GET /tasks", 200) { Host = "codex.internal:PORT", Origin = "http://codex.internal:PORT" },
        new("A name below a suffix of the list", Named, "GET /tasks", 200) { Host = "a.svc.example" },
        new("The suffix itself", Named, "GET /tasks", 403) { Host = "svc.example", Reason = NoHost },
        new("A name that is not in the list", Named, "GET /tasks", 403) { Host = "evil.example", Reason = NoHost },
    ];
}
