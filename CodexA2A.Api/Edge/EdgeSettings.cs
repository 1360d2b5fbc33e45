using System.Diagnostics.CodeAnalysis;
using System.Net;
using CodexA2A.Api.Hosting;
using CodexA2A.ServiceDefaults.Edge;
using CodexA2A.ServiceDefaults.Hosting;

namespace CodexA2A.Api.Edge;

/// <summary>Reads what the settings say of pages, names and proxies.</summary>
internal static class EdgeSettings
{
    /// <summary>
    /// The policy. Without names of its own a service that only this machine reaches answers to this machine's names alone, any other to
    /// all; so does one on Unix sockets, whose clients have no name for it and which no page reaches.
    /// </summary>
    public static EdgePolicy Policy(A2AOptions options, IConfiguration configuration)
    {
        List<string> names = [.. PublicHosts(options)];
        if (HostList.TryParse(options.AllowedHosts, out var given) && given.Count > 0) names.AddRange(given);
        else if (!IsForPages(options, configuration)) names.Add("*");
        var own = Uri.TryCreate(options.PublicUrl, UriKind.Absolute, out var url) ? Origins.Of(url) : null;
        return new EdgePolicy(HostList.Of(names), own is null ? [] : [own], TryOrigins(options.AllowedOrigins, out var origins) ? origins : []);
    }

    /// <summary>Reads origins, separated by commas; false when one is none.</summary>
    public static bool TryOrigins(string? text, [NotNullWhen(true)] out IReadOnlyList<string>? origins)
    {
        var read = Split(text).Select(Origins.Read).ToList();
        origins = read.Contains(null) ? null : [.. read.OfType<string>()];
        return origins is not null;
    }

    /// <summary>Reads addresses and networks, separated by commas; false when one is none.</summary>
    public static bool TryNetworks(string? text, [NotNullWhen(true)] out IReadOnlyList<IPNetwork>? networks)
    {
        List<IPNetwork> read = [];
        networks = read;
        foreach (var entry in Split(text))
        {
            if (IPAddress.TryParse(entry.Trim('[', ']'), out var address)) read.Add(new IPNetwork(address, address.GetAddressBytes().Length * 8));
            else if (IPNetwork.TryParse(entry, out var network)) read.Add(network);
            else networks = null;
        }

        return networks is not null;
    }

    private static IEnumerable<string> PublicHosts(A2AOptions options)
    {
        if (Uri.TryCreate(options.PublicUrl, UriKind.Absolute, out var url)) yield return url.HostNameType == UriHostNameType.IPv6 ? url.Host : url.IdnHost;
        if (options.GrpcPublicUrl is { Length: > 0 } authority) yield return authority[..authority.LastIndexOf(':')];
    }

    /// <summary>True where a page in a browser of this machine is what may come under another name.</summary>
    private static bool IsForPages(A2AOptions options, IConfiguration configuration)
    {
        var (bind, grpc) = (BindAddresses.Resolve(options.Inputs(configuration)), GrpcListening.OwnPort(options));
        return bind.LoopbackOnly && grpc is null or { LoopbackOnly: true } && !(bind.UnixOnly && grpc is null);
    }

    private static string[] Split(string? list) => (list ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
}
