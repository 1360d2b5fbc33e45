using System.Net;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace CodexA2A.Api.Outbound;

/// <summary>How the names that we are sent to are resolved; a test has its own.</summary>
internal delegate Task<IPAddress[]> Resolve(string host, CancellationToken cancellationToken);

/// <summary>Adds requests of ours to the services of the Api.</summary>
internal static class OutboundHosting
{
    public static void AddOutbound(this IServiceCollection services)
    {
        services.TryAddSingleton<Resolve>((host, cancellationToken) => Dns.GetHostAddressesAsync(host, cancellationToken));
        services.AddSingleton<ImageFetcher>();
    }
}
