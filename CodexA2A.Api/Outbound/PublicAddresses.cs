using System.Net;
using System.Net.Sockets;

namespace CodexA2A.Api.Outbound;

/// <summary>
/// Which addresses are of the public internet, by IANA's registries of special-purpose addresses. What carries an IPv4 address inside
/// an IPv6 one (mapped, translated, tunneled) is not public, whatever it carries: no receiver needs to be reached that way.
/// </summary>
internal static class PublicAddresses
{
    private static readonly IPNetwork[] NotPublic =
    [
        .. ((string[])
        [
            // IPv4: this network, private, shared (CGNAT), loopback, link-local (cloud metadata), private, protocol assignments,
            // documentation, 6to4 relays, private, benchmarking, documentation twice, multicast, reserved and broadcast.
            "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24",
            "192.0.2.0/24", "192.88.99.0/24", "192.168.0.0/16", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4",
            // Platform endpoints with public addresses: Azure's wire server, Alibaba's metadata is in 100.64/10.
            "168.63.129.16/32",
            // IPv6 that is in 2000::/3 and is no place on the internet: Teredo and protocol assignments, documentation, 6to4, documentation.
            "2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20",
        ]).Select(IPNetwork.Parse),
    ];

    private static readonly IPNetwork GlobalUnicast = IPNetwork.Parse("2000::/3");

    /// <summary>Whether the address is public.</summary>
    public static bool Contains(IPAddress address) =>
        (address.AddressFamily == AddressFamily.InterNetwork
            || (address.AddressFamily == AddressFamily.InterNetworkV6 && address.ScopeId == 0 && !address.IsIPv4MappedToIPv6 && GlobalUnicast.Contains(address)))
        && !Array.Exists(NotPublic, network => network.Contains(address));
}
