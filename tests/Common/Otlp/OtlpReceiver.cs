using System.Collections.Concurrent;
using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Logging;

namespace CodexA2A.Testing;

/// <summary>A receiver of OTLP over gRPC, as a collector is one: takes everything and keeps it.</summary>
internal sealed class OtlpReceiver : IAsyncDisposable
{
    private const string Services = "/opentelemetry.proto.collector.";

    private readonly WebApplication _app;
    private readonly ConcurrentQueue<byte[]> _requests = new();
    private readonly ConcurrentQueue<OtlpSpan> _spans = new();
    private readonly ConcurrentQueue<OtlpMetric> _metrics = new();
    private readonly bool _keeps;
    private long _received;

    private OtlpReceiver(WebApplication app, bool keeps) => (_app, _keeps) = (app, keeps);

    /// <summary>Where it is.</summary>
    public string Endpoint => _app.Urls.Single();

    /// <summary>Every span so far.</summary>
    public IReadOnlyCollection<OtlpSpan> Spans => _spans;

    /// <summary>Every point so far; the same one again with each export.</summary>
    public IReadOnlyCollection<OtlpMetric> Metrics => _metrics;

    /// <summary>Everything as it came, logs too.</summary>
    public IReadOnlyCollection<byte[]> Requests => _requests;

    /// <summary>How many bytes came.</summary>
    public long Received => Volatile.Read(ref _received);

    /// <summary>Starts it on a free port.</summary>
    /// <param name="keeps">False: what comes is only counted.</param>
    /// <param name="cancellationToken">Ends the start.</param>
    public static async Task<OtlpReceiver> StartAsync(bool keeps = true, CancellationToken cancellationToken = default)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, listen => listen.Protocols = HttpProtocols.Http2));
        var receiver = new OtlpReceiver(builder.Build(), keeps);
        receiver._app.Run(receiver.TakeAsync);
        await receiver._app.StartAsync(cancellationToken);
        return receiver;
    }

    public async ValueTask DisposeAsync() => await _app.DisposeAsync();

    private async Task TakeAsync(HttpContext http)
    {
        using var body = new MemoryStream();
        await http.Request.Body.CopyToAsync(body, http.RequestAborted);
        // A byte that says whether it is compressed, and four of its length.
        var message = body.ToArray()[5..];
        Interlocked.Add(ref _received, message.Length);
        if (_keeps)
        {
            Keep(http.Request.Path.Value!, message);
        }

        http.Response.ContentType = "application/grpc";
        await http.Response.Body.WriteAsync(new byte[5], http.RequestAborted);
        http.Response.AppendTrailer("grpc-status", "0");
    }

    private void Keep(string path, byte[] message)
    {
        _requests.Enqueue(message);
        switch (path)
        {
            case Services + "trace.v1.TraceService/Export":
                OtlpSpan.Read(message).ForEach(_spans.Enqueue);
                break;
            case Services + "metrics.v1.MetricsService/Export":
                OtlpMetric.Read(message).ForEach(_metrics.Enqueue);
                break;
        }
    }
}
