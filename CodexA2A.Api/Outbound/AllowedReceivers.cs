using System.Net;

namespace CodexA2A.Api.Outbound;

/// <summary>The receivers that the operator allows, as a setting lists them.</summary>
internal sealed class AllowedReceivers
{
    private readonly HashSet<string> hosts = new(StringComparer.OrdinalIgnoreCase);
    private readonly List<string> suffixes = [];
    private readonly List<IPNetwork> networks = [];

    /// <summary>True when some address is allowed by its network, so that a name alone does not say whether it is.</summary>
    public bool HasNetworks => networks.Count > 0;

    /// <summary>Reads a list.</summary>
    /// <exception cref="FormatException">It cannot be read.</exception>
    public static AllowedReceivers Parse(string? text) =>
        TryParse(text ?? "", out var allowed) ? allowed : throw new FormatException("The list of allowed receivers cannot be read.");

    /// <summary>Reads a list; false when an entry means nothing.</summary>
    public static bool TryParse(string text, out AllowedReceivers allowed)
    {
        allowed = new AllowedReceivers();
        return text.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).All(allowed.TryAdd);
    }

    /// <summary>True when the name itself is allowed, whatever it resolves to.</summary>
    public bool HasHost(string host)
    {
        var name = host.TrimEnd('.');
        return hosts.Contains(name) || suffixes.Exists(suffix => name.Length > suffix.Length && name.EndsWith(suffix, StringComparison.OrdinalIgnoreCase));
    }

    /// <summary>True when the address is in an allowed network.</summary>
    public bool HasAddress(IPAddress address) => networks.Exists(network => network.Contains(address));

    private bool TryAdd(string entry)
    {
        if (IPAddress.TryParse(entry.Trim('[', ']'), out var address))
        {
            networks.Add(new IPNetwork(address, address.GetAddressBytes().Length * 8));
            return true;
        }

        if (entry.Contains('/', StringComparison.Ordinal))
        {
            if (!IPNetwork.TryParse(entry, out var network)) return false;
            networks.Add(network);
            return true;
        }

        var suffix = entry.StartsWith("*.", StringComparison.Ordinal);
        if (Uri.CheckHostName(suffix ? entry[2..] : entry) != UriHostNameType.Dns) return false;
        if (suffix) suffixes.Add(entry[1..]);
        else hosts.Add(entry);
        return true;
    }
}
