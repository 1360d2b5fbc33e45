using CodexA2A.ServiceDefaults.Hosting;

namespace CodexA2A.Api.Hosting;

/// <summary>
/// Whether gRPC is served, and where (contracts.md §9): without TLS one port cannot carry both HTTP/1.1 and HTTP/2, so it has a port of
/// its own; an https endpoint carries both.
/// </summary>
internal static class GrpcListening
{
    /// <summary>The port of its own; null when there is none.</summary>
    public static BindAddresses? OwnPort(A2AOptions options) => options.GrpcPort is { } port
        ? BindAddresses.Resolve(new BindInputs(null, null, null, [], options.Host, port, "A2A:Host", "A2A:GrpcPort"))
        : null;

    /// <summary>True when gRPC is served at all.</summary>
    public static bool IsOn(A2AOptions options, BindAddresses bind) => options.GrpcPort is not null || bind.Addresses.Any(IsTls);

    /// <summary>True for an endpoint that carries gRPC besides HTTP/1.1.</summary>
    public static bool IsTls(string address) => address.StartsWith("https://", StringComparison.OrdinalIgnoreCase);

    /// <summary>
    /// Tells the server to listen on the port of its own, and where it would listen without it: an endpoint that is given with its protocol
    /// makes the server pass over addresses that are not. Ours are sorted behind all others, and gRPC's behind ours, so that the first
    /// address is the one of the service.
    /// </summary>
    public static void Add(WebApplicationBuilder builder, BindAddresses bind, BindAddresses own)
    {
        var endpoints = new Dictionary<string, string?>
        {
            [Key("grpc", "Url")] = own.Addresses[0],
            [Key("grpc", "Protocols")] = "Http2",
        };
        if (!bind.FromKestrelEndpoints)
        {
            for (var i = 0; i < bind.Addresses.Count; i++)
            {
                endpoints[Key(i.ToString(System.Globalization.CultureInfo.InvariantCulture), "Url")] = bind.Addresses[i];
            }
        }

        builder.Configuration.AddInMemoryCollection(endpoints);
    }

    private static string Key(string name, string setting) => $"Kestrel:Endpoints:{BindInputs.OwnEndpoints}{name}:{setting}";
}
