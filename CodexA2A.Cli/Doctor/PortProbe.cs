using System.Globalization;
using System.Net;
using System.Net.Sockets;
using CodexA2A.ServiceDefaults.Hosting;

namespace CodexA2A.Cli.Doctor;

/// <summary>Says whether the service could listen.</summary>
internal static class PortProbe
{
    /// <summary>The address of A2A:Host and A2A:Port; others (ASPNETCORE_URLS, HTTP_PORTS) are named, not tried.</summary>
    /// <returns>Null where host or port are no address at all, which the settings' own finding is about.</returns>
    public static (string Address, string? Problem)? Try(IConfiguration configuration)
    {
        if ((configuration["ASPNETCORE_URLS"] ?? configuration["HTTP_PORTS"] ?? configuration["ASPNETCORE_HTTP_PORTS"]) is { Length: > 0 } other)
        {
            return (other, null);
        }

        var host = configuration["A2A:Host"] ?? "127.0.0.1";
        var text = configuration["A2A:Port"] ?? "8000";
        var shown = $"{host}:{text}";
        if (!int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var port) || port > IPEndPoint.MaxPort || !BindAddresses.IsKnownHost(host))
        {
            return null;
        }

        var address = host.Equals("localhost", StringComparison.OrdinalIgnoreCase) ? IPAddress.Loopback
            : IPAddress.TryParse(host.Trim('[', ']'), out var parsed) ? parsed
            : IPAddress.Any;
        try
        {
            using var listener = new TcpListener(address, port) { ExclusiveAddressUse = true };
            listener.Start();
            return (shown, null);
        }
        catch (SocketException e)
        {
            return (shown, e.Message);
        }
    }
}
