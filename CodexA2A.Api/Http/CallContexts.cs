using System.Diagnostics;
using CodexA2A.Api.Access;
using CodexA2A.Api.Audit;
using CodexA2A.Api.Auth;
using CodexA2A.Api.Extensions;
using CodexA2A.Api.Handling;
using CodexA2A.Api.Payloads;
using CodexA2A.Tasks;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Primitives;

namespace CodexA2A.Api.Http;

/// <summary>
/// Reads the service parameters of a call from its headers, and answers with those that are echoed. Every binding gets its calls'
/// contexts here, and no operation runs without one: so this is where it is decided who may call what.
/// </summary>
internal static class CallContexts
{
    /// <summary>The context of an authenticated request.</summary>
    /// <param name="http">The request.</param>
    /// <param name="version">The negotiated version.</param>
    /// <param name="operation">What is called.</param>
    /// <exception cref="A2AException">AUTHORIZATION_FORBIDDEN: the caller may not call that.</exception>
    public static CallContext Create(HttpContext http, string version, string operation)
    {
        var headers = http.Request.Headers;
        // The header had another name in 0.3; both are read there.
        var legacy = version == ProtocolVersions.V03;
        var extensions = KnownExtensions.Parse(legacy ? headers[Headers.LegacyExtensions].Concat(headers[Headers.Extensions]) : headers[Headers.Extensions]);
        http.Response.Headers[Headers.Version] = version;
        // What a cache may keep was made for this version, and says which extensions it was made with.
        if (HttpMethods.IsGet(http.Request.Method)) http.Response.Headers.Vary = $"{Headers.Version}, {Headers.Extensions}";
        var activated = KnownExtensions.Activated(extensions);
        if (activated.Count > 0) http.Response.Headers[legacy ? Headers.LegacyExtensions : Headers.Extensions] = string.Join(", ", activated);
        var caller = http.Features.GetRequiredFeature<Caller>();
        var granted = CapabilityNames.Read(caller.Capabilities);
        var permission = Permissions.Of(operation);
        Permissions.Require(operation, granted, permission.Asks);
        TenantGuard.CheckAddress(http, caller.Owner);
        CallNote.Current?.RequireRoom(permission);
        PayloadNote.Of(http)?.Named(operation);
        return new CallContext
        {
            Owner = caller.Owner,
            Capabilities = caller.Capabilities,
            Granted = granted,
            Operation = operation,
            Version = version,
            Extensions = extensions,
            LastEventId = Single(headers[Headers.LastEventId]),
            IdempotencyKey = Single(headers[Headers.IdempotencyKey]),
            TraceParent = Activity.Current is { IdFormat: ActivityIdFormat.W3C } activity ? activity.Id : null,
            TraceState = TraceContexts.CurrentState,
        };
    }

    /// <summary>The header as sent; an empty one was sent, too, and is judged by who reads it.</summary>
    private static string? Single(StringValues values) => values.Count == 0 ? null : values.ToString();
}
