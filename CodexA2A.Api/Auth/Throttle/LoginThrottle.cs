using System.Net;
using System.Net.Sockets;
using CodexA2A.Api.Hosting;
using CodexA2A.Tasks.Rates;
using Microsoft.Extensions.Options;

namespace CodexA2A.Api.Auth.Throttle;

/// <summary>
/// Counts failed logins by address and by name, for all Apis of a fleet. Who fails too often is told to wait instead of that it was
/// wrong; a right credential asks nobody about this.
/// </summary>
internal sealed class LoginThrottle(IFailureShares shares, IOptions<A2AOptions> options)
{
    private readonly Rate rate = Rate.PerMinute(options.Value.FailedLoginsPerMinute);

    private bool HasLimit => rate.Burst > 0;

    /// <summary>True when the next failure from there, or for that name, is one too many, as far as this process knows.</summary>
    /// <param name="address">The address of the client: of the connection, or the one that a known proxy tells (<see cref="Edge.ForwardedCallers"/>).</param>
    /// <param name="name">The user of scheme Basic; null of other schemes.</param>
    public bool IsExhausted(IPAddress? address, string? name) =>
        HasLimit && (shares.IsExhausted(Of(address), rate) || (name is not null && shares.IsExhausted(Of(name), rate)));

    /// <summary>
    /// Counts a failure. Of an address that failed too often the names are counted in this process alone, so that who makes up names
    /// fills no store with them.
    /// </summary>
    /// <returns>Null, or after too many how long to wait.</returns>
    public async ValueTask<TimeSpan?> FailAsync(IPAddress? address, string? name)
    {
        if (!HasLimit) return null;
        var there = Wait(IsElsewhereToo(address) ? await shares.FailAsync(Of(address), rate) : shares.FailHere(Of(address), rate));
        if (name is null) return there;
        var named = Wait(there is null ? await shares.FailAsync(Of(name), rate) : shares.FailHere(Of(name), rate));
        return there > named || named is null ? there : named;
    }

    /// <summary>False of addresses that mean another machine at each process.</summary>
    private static bool IsElsewhereToo(IPAddress? address) =>
        address is not null && !IPAddress.IsLoopback(address) && !address.IsIPv6LinkLocal;

    /// <summary>Who has an IPv6 address has 2^64 of them.</summary>
    internal static string Key(IPAddress? address)
    {
        if (address is null) return "";
        if (address.IsIPv4MappedToIPv6) address = address.MapToIPv4();
        return address.AddressFamily == AddressFamily.InterNetworkV6 ? Convert.ToHexString(address.GetAddressBytes().AsSpan(0, 8)) : address.ToString();
    }

    private static FailureKey Of(IPAddress? address) => new(FailureKind.Address, Key(address));

    private static FailureKey Of(string name) => new(FailureKind.Name, name);

    private static TimeSpan? Wait(RateAnswer answer) => answer.Taken ? null : answer.Wait;
}
