using Microsoft.Extensions.Configuration;

namespace CodexA2A.ServiceDefaults.Hosting;

/// <summary>What decides the addresses a server binds to.</summary>
/// <param name="Urls">ASPNETCORE_URLS or --urls.</param>
/// <param name="HttpPorts">HTTP_PORTS.</param>
/// <param name="HttpsPorts">HTTPS_PORTS.</param>
/// <param name="KestrelEndpoints">The URLs of Kestrel:Endpoints.</param>
/// <param name="Host">The host of our own settings.</param>
/// <param name="Port">The port of our own settings.</param>
/// <param name="HostSetting">What that host is called, for messages.</param>
/// <param name="PortSetting">What that port is called.</param>
public sealed record BindInputs(
    string? Urls, string? HttpPorts, string? HttpsPorts, IReadOnlyList<string> KestrelEndpoints, string Host, int Port, string HostSetting, string PortSetting)
{
    /// <summary>How the names of endpoints begin that we add ourselves; they are no settings, and are sorted behind those.</summary>
    public const string OwnEndpoints = "~codex-a2a-";

    /// <summary>From a host's configuration.</summary>
    public static BindInputs Read(IConfiguration configuration, string host, int port, string hostSetting, string portSetting)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        return new(
            configuration["urls"],
            configuration["http_ports"],
            configuration["https_ports"],
            [.. configuration.GetSection("Kestrel:Endpoints").GetChildren()
                .Where(endpoint => !endpoint.Key.StartsWith(OwnEndpoints, StringComparison.Ordinal)).Select(endpoint => endpoint["Url"]).OfType<string>()],
            host,
            port,
            hostSetting,
            portSetting);
    }
}
