using System.Net;
using System.Net.Sockets;
using CodexA2A.Api.Hosting;
using Microsoft.Extensions.Options;

namespace CodexA2A.Api.Auth.Throttle;

/// <summary>
/// Counts failed logins by address and by name. Who fails too often is told to wait instead of that it was wrong; a right
/// credential is never asked about this.
/// </summary>
internal sealed class LoginThrottle
{
    private readonly FailureTable? addresses;
    private readonly FailureTable? names;

    public LoginThrottle(IOptions<A2AOptions> options, TimeProvider time)
    {
        var perMinute = options.Value.FailedLoginsPerMinute;
        if (perMinute > 0) (addresses, names) = (new(perMinute, time), new(perMinute, time));
    }

    /// <summary>True when the next failure from there, or for that name, is one too many.</summary>
    /// <param name="address">The address of the client: of the connection, or the one that a known proxy tells (<see cref="Edge.ForwardedCallers"/>).</param>
    /// <param name="name">The user of scheme Basic; null of other schemes.</param>
    public bool IsExhausted(IPAddress? address, string? name) =>
        addresses?.IsExhausted(Key(address)) == true || (name is not null && names?.IsExhausted(name) == true);

    /// <summary>Counts a failure.</summary>
    /// <returns>Null, or after too many how long to wait.</returns>
    public TimeSpan? Fail(IPAddress? address, string? name)
    {
        var there = addresses?.Fail(Key(address));
        var named = name is null ? null : names?.Fail(name);
        return there > named || named is null ? there : named;
    }

    /// <summary>Who has an IPv6 address has 2^64 of them.</summary>
    internal static string Key(IPAddress? address)
    {
        if (address is null) return "";
        if (address.IsIPv4MappedToIPv6) address = address.MapToIPv4();
        return address.AddressFamily == AddressFamily.InterNetworkV6 ? Convert.ToHexString(address.GetAddressBytes().AsSpan(0, 8)) : address.ToString();
    }
}
