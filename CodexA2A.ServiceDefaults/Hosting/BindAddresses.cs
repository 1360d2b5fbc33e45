using System.Globalization;
using System.Net;
using Microsoft.AspNetCore.Http;

namespace CodexA2A.ServiceDefaults.Hosting;

/// <summary>Where the service listens: ASPNETCORE_URLS, HTTP_PORTS or Kestrel:Endpoints; only if none is set, the host and port of our own settings (contracts.md §9).</summary>
/// <param name="Addresses">The addresses, as URLs.</param>
/// <param name="FromOptions">True when they come from our own settings and the server must be told.</param>
public sealed record BindAddresses(IReadOnlyList<string> Addresses, bool FromOptions)
{
    /// <summary>What decides the host, for messages.</summary>
    public string HostSetting { get; private init; } = "";

    /// <summary>What decides the port.</summary>
    public string PortSetting { get; init; } = "";

    /// <summary>True when they are endpoints of the server's own settings (<c>Kestrel:Endpoints</c>).</summary>
    public bool FromKestrelEndpoints { get; private init; }

    /// <summary>True when nobody outside this machine can connect.</summary>
    public bool LoopbackOnly => Addresses.All(IsLoopback);

    /// <summary>True when there are only Unix sockets.</summary>
    public bool UnixOnly => Addresses.All(IsUnixSocket);

    /// <summary>Decides.</summary>
    public static BindAddresses Resolve(BindInputs inputs)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        // Kestrel's own order: explicit endpoints win over URLs, URLs over ports.
        if (inputs.KestrelEndpoints.Count > 0) return Given(inputs.KestrelEndpoints, "Kestrel:Endpoints") with { FromKestrelEndpoints = true };
        if (Split(inputs.Urls) is { Length: > 0 } urls) return Given(urls, "ASPNETCORE_URLS");
        string[] ports = [
            .. Split(inputs.HttpPorts).Select(port => $"http://*:{port}"),
            .. Split(inputs.HttpsPorts).Select(port => $"https://*:{port}")];
        if (ports.Length > 0) return Given(ports, "HTTP_PORTS or HTTPS_PORTS");
        var host = IPAddress.TryParse(inputs.Host.Trim('[', ']'), out var address) && address.AddressFamily == System.Net.Sockets.AddressFamily.InterNetworkV6
            ? $"[{address}]"
            : inputs.Host;
        // A free port can only be asked for by address, not by the name localhost.
        if (inputs.Port == 0 && host.Equals("localhost", StringComparison.OrdinalIgnoreCase)) host = "127.0.0.1";
        return new([string.Create(CultureInfo.InvariantCulture, $"http://{host}:{inputs.Port}")], true) { HostSetting = inputs.HostSetting, PortSetting = inputs.PortSetting };
    }

    private static BindAddresses Given(IReadOnlyList<string> addresses, string setting) => new([.. addresses], false) { HostSetting = setting, PortSetting = setting };

    /// <summary>
    /// Why the service must not listen there; null when it may. The server takes every name that it does not know for all addresses,
    /// so a misspelt one would open the service to the network.
    /// </summary>
    public string? Problem => Addresses.Where(address => !IsKnown(address)).Select(Refusal).FirstOrDefault();

    /// <summary>True for localhost, 127.0.0.0/8 and ::1; false for wildcards and whatever cannot be read.</summary>
    public static bool IsLoopback(string url) => IsUnixSocket(url) || (HostOf(url) is { } host && IsLoopbackHost(host));

    /// <summary>The same for a host name without scheme and port.</summary>
    public static bool IsLoopbackHost(string host) =>
        host.Equals("localhost", StringComparison.OrdinalIgnoreCase)
        || (IPAddress.TryParse(host.Trim('[', ']'), out var address) && IPAddress.IsLoopback(address));

    /// <summary>True for an IP address, localhost, and the two signs for every address.</summary>
    public static bool IsKnownHost(string host) =>
        host is "*" or "+" || host.Equals("localhost", StringComparison.OrdinalIgnoreCase) || IPAddress.TryParse(host.Trim('[', ']'), out _);

    private static bool IsKnown(string url) => IsUnixSocket(url) || (HostOf(url) is { } host && IsKnownHost(host));

    private string Refusal(string url)
    {
        const string Right = "Give an IP address, localhost, or * for every address of this machine.";
        return FromOptions
            ? $"{HostSetting} is no address: {url["http://".Length..url.LastIndexOf(':')]}. {Right}"
            : $"The service would listen on {url} (ASPNETCORE_URLS, HTTP_PORTS or Kestrel:Endpoints), which is no address. {Right}";
    }

    private static bool IsUnixSocket(string url) => url.StartsWith("http://unix:", StringComparison.OrdinalIgnoreCase);

    private static string? HostOf(string url)
    {
        try
        {
            return BindingAddress.Parse(url).Host;
        }
        catch (FormatException)
        {
            return null;
        }
    }

    private static string[] Split(string? list) =>
        list?.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) ?? [];
}
