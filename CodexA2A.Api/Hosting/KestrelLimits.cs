using System.Text;
using CodexA2A.Api.Auth;
using CodexA2A.Api.Auth.Certificates;
using CodexA2A.ServiceDefaults.Edge;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Options;

namespace CodexA2A.Api.Hosting;

/// <summary>The limits of the server, each set on purpose.</summary>
internal sealed class KestrelLimits(IOptions<A2AOptions> options, OpenConnections connections, CertificateTrust certificates) : IConfigureOptions<KestrelServerOptions>
{
    public void Configure(KestrelServerOptions server)
    {
        server.AddServerHeader = false;
        server.ConfigureEndpointDefaults(endpoint =>
        {
            endpoint.Use(connections.Track);
            endpoint.Use(ConnectionLogin.Give);
        });
        // Bytes of a header that are no text become U+FFFD, which whoever reads it refuses. The server's own reader would end the whole
        // connection of HTTP/2, and with it the calls of everybody behind the same proxy.
        Framing.MakeStrict(server, Encoding.UTF8);
        server.ConfigureHttpsDefaults(certificates.Apply);
        var limits = server.Limits;
        limits.MaxRequestBodySize = options.Value.RequestBodyMaxBytes;
        limits.MaxConcurrentConnections = options.Value.MaxConnections;
        limits.KeepAliveTimeout = options.Value.KeepAliveTimeout;
        limits.MaxRequestLineSize = 8 * 1024;
        limits.MaxRequestHeadersTotalSize = 32 * 1024;
        limits.MaxRequestHeaderCount = 100;
        limits.RequestHeadersTimeout = TimeSpan.FromSeconds(15);
        // A client that sends or takes next to nothing gives its place back. What is written is written in pieces of about 64 KiB,
        // and each must be taken in its time.
        limits.MinRequestBodyDataRate = new MinDataRate(240, TimeSpan.FromSeconds(5));
        limits.MinResponseDataRate = new MinDataRate(2048, TimeSpan.FromSeconds(10));
        limits.MaxResponseBufferSize = 64 * 1024;
        limits.Http2.MaxStreamsPerConnection = 100;
        // A silent stream of gRPC has no comments: pings keep it open, and find a client that is gone.
        limits.Http2.KeepAlivePingDelay = TimeSpan.FromSeconds(30);
        limits.Http2.KeepAlivePingTimeout = TimeSpan.FromSeconds(20);
    }
}
