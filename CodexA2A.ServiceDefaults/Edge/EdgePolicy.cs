using System.Collections.Frozen;
using System.Net;
using Microsoft.AspNetCore.Http;

namespace CodexA2A.ServiceDefaults.Edge;

/// <summary>
/// Keeps pages of elsewhere out: a browser runs them on a machine that reaches the service, and says where they are from (Origin, Fetch
/// Metadata) and which name it was given for the address (Host). Other clients say nothing of that and pass.
/// </summary>
/// <param name="hosts">The names that the service answers to.</param>
/// <param name="own">Origins of the service itself, where clients reach it under another name.</param>
/// <param name="allowed">Origins whose pages may call.</param>
public sealed class EdgePolicy(HostList hosts, IEnumerable<string> own, IEnumerable<string> allowed)
{
    // Origins come from browsers in lower case; nobody else is helped by another spelling.
    private readonly FrozenSet<string> _own = own.ToFrozenSet(StringComparer.Ordinal);
    private readonly FrozenSet<string> _allowed = allowed.ToFrozenSet(StringComparer.Ordinal);

    /// <summary>True when answers depend on the origin.</summary>
    public bool HasOrigins => _allowed.Count > 0;

    /// <summary>Decides.</summary>
    public EdgeVerdict Judge(in EdgeRequest request)
    {
        if (request.IsDoubtful) return EdgeVerdict.EndRefused;
        if (!request.IsProbe && !hosts.Allows(request.Host.Host)) return EdgeVerdict.HostRefused;
        if (request.Origin.Count == 0) return IsByNoPage(request) ? EdgeVerdict.Pass : EdgeVerdict.OriginRefused;
        if (request.Origin is not [{ Length: > 0 } origin]) return EdgeVerdict.OriginRefused;
        if (_allowed.Contains(origin)) return request.AsksFirst ? EdgeVerdict.Preflight : EdgeVerdict.PassAcross;
        return _own.Contains(origin) || IsFromHere(origin, request) ? EdgeVerdict.Pass : EdgeVerdict.OriginRefused;
    }

    /// <summary>A browser leaves Origin out of what a link, a picture or a script asks for, and then says in Sec-Fetch-Site where that stood.</summary>
    private static bool IsByNoPage(in EdgeRequest request) =>
        request.Site is [] or ["none" or "same-origin"]
        || (request.IsOpen && (HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method)));

    /// <summary>True for a page that came from this address: under a name that only this service can have, or under the address itself.</summary>
    private bool IsFromHere(string origin, in EdgeRequest request)
    {
        var host = request.Host.Host;
        return (hosts.Names(host) || IPAddress.TryParse(host.Trim('[', ']'), out _))
            && origin.Equals(Origins.Of(request.Scheme, request.Host), StringComparison.OrdinalIgnoreCase);
    }
}
