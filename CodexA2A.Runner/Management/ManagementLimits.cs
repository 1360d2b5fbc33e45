using CodexA2A.ServiceDefaults.Edge;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Options;

namespace CodexA2A.Runner.Management;

/// <summary>The limits of the management port: probes and a word of the operator, nothing more. None can hold up a stop for long.</summary>
internal sealed class ManagementLimits : IConfigureOptions<KestrelServerOptions>
{
    /// <inheritdoc />
    public void Configure(KestrelServerOptions server)
    {
        server.AddServerHeader = false;
        Framing.MakeStrict(server, others: null);
        var limits = server.Limits;
        limits.MaxRequestBodySize = 1024;
        limits.MaxConcurrentConnections = 100;
        limits.KeepAliveTimeout = TimeSpan.FromSeconds(30);
        limits.RequestHeadersTimeout = TimeSpan.FromSeconds(3);
        limits.MaxRequestLineSize = 1024;
        limits.MaxRequestHeadersTotalSize = 8 * 1024;
        limits.MinRequestBodyDataRate = new MinDataRate(240, TimeSpan.FromSeconds(3));
        limits.MinResponseDataRate = new MinDataRate(240, TimeSpan.FromSeconds(3));
    }
}
