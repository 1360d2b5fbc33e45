using CodexA2A.Api.Tests.Support;

namespace CodexA2A.Api.Tests.Ways;

/// <summary>What goes with a call of whatever method: credential, version, extensions, keys and cursors (A2A 1.0, 3.2.6).</summary>
internal static class ServiceParameters
{
    private const string Known = "urn:codex-a2a:extension:stream-hints:v1";

    public static IReadOnlyDictionary<string, Func<Call, Way, Call>> All { get; } = new Dictionary<string, Func<Call, Way, Call>>
    {
        ["nothing more"] = (call, _) => call,
        ["no credential"] = (call, _) => call with { Token = null },
        ["a wrong credential"] = (call, _) => call with { Token = "wrong-token-here" },
        ["another caller's credential"] = (call, _) => call with { Token = ApiHost.Bob },
        ["its version"] = (call, way) => Version(call, Own(way)),
        ["its version and a patch"] = (call, way) => Version(call, Own(way) + ".7"),
        ["its version between blanks"] = (call, way) => Version(call, $" {Own(way)} "),
        ["an empty version"] = (call, _) => Version(call, ""),
        ["a version not served"] = (call, _) => Version(call, "7.3"),
        ["a major version alone"] = (call, _) => Version(call, "1"),
        ["the next minor version"] = (call, way) => Version(call, Own(way) == "0.3" ? "0.4" : "1.1"),
        ["the version of the other style"] = (call, way) => Version(call, Own(way) == "0.3" ? "1.0" : "0.3"),
        ["a version that is none"] = (call, _) => Version(call, "v1.0"),
        ["an unknown extension"] = (call, _) => call.WithHeader(Headers.Extensions, "urn:unknown"),
        ["a known extension"] = (call, _) => call.WithHeader(Headers.Extensions, Known),
        ["extensions twice, and blanks"] = (call, _) => call.WithHeader(Headers.Extensions, $" {Known} ,, urn:unknown,{Known}"),
        ["an idempotency key"] = (call, _) => call.WithHeader(Headers.IdempotencyKey, Guid.NewGuid().ToString()),
        ["an empty idempotency key"] = (call, _) => call.WithHeader(Headers.IdempotencyKey, ""),
        ["a cursor"] = (call, _) => call.WithHeader(Headers.LastEventId, "0-1"),
        ["a cursor that is none"] = (call, _) => call.WithHeader(Headers.LastEventId, "yesterday"),
        ["a trace"] = (call, _) => call.WithHeader("traceparent", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"),
        ["a trace that is none"] = (call, _) => call.WithHeader("traceparent", "yes"),
    };

    private static Call Version(Call call, string version) => call.WithHeader(Headers.Version, version);

    private static string Own(Way way) => way is Way.Rpc03 or Way.Rest03 ? "0.3" : "1.0";
}
