using CodexA2A.ServiceDefaults.Health;
using Grpc.Core;
using Grpc.Health.V1;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Serving = Grpc.Health.V1.HealthCheckResponse.Types.ServingStatus;

namespace CodexA2A.Api.Grpc;

/// <summary>The health service of gRPC: what <c>/ready</c> says, for anybody, of the server ("") and of our one service.</summary>
internal sealed class GrpcHealth(HealthCheckService checks, IHostApplicationLifetime lifetime, TimeProvider time)
{
    /// <summary>Its name, as in the path of a call.</summary>
    public const string Service = "grpc.health.v1.Health";

    /// <summary>True for a call of it; another route may have its name as a segment.</summary>
    public static bool IsCall(PathString path) =>
        path.StartsWithSegments("/" + Service, StringComparison.Ordinal, out var method) && method.Value is "/Check" or "/Watch" or "/List";

    /// <summary>How often a watched state is looked at.</summary>
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);

    /// <summary>Most watchers at a time: anybody may watch, and each looks at the checks.</summary>
    private const int MaxWatchers = 64;

    private int watchers;

    /// <summary>The state now.</summary>
    public async Task<HealthCheckResponse> CheckAsync(HealthCheckRequest request, ServerCallContext context)
    {
        if (!IsKnown(request)) throw new RpcException(new Status(StatusCode.NotFound, "There is no such service."));
        return new HealthCheckResponse { Status = await StateAsync(context.CancellationToken) };
    }

    /// <summary>The state now and whenever it changes, until the client or the service goes.</summary>
    public async Task WatchAsync(HealthCheckRequest request, IServerStreamWriter<HealthCheckResponse> responseStream, ServerCallContext context)
    {
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(context.CancellationToken, lifetime.ApplicationStopping);
        using var timer = new PeriodicTimer(Interval, time);
        var last = Serving.Unknown;
        try
        {
            if (Interlocked.Increment(ref watchers) > MaxWatchers) throw new RpcException(new Status(StatusCode.ResourceExhausted, $"There are {MaxWatchers} watchers already; use Check."));
            do
            {
                var state = IsKnown(request) ? await StateAsync(ended.Token) : Serving.ServiceUnknown;
                if (state == last) continue;
                await responseStream.WriteAsync(new HealthCheckResponse { Status = state }, ended.Token);
                last = state;
            }
            while (await timer.WaitForNextTickAsync(ended.Token));
        }
        catch (OperationCanceledException) when (!context.CancellationToken.IsCancellationRequested)
        {
            await responseStream.WriteAsync(new HealthCheckResponse { Status = Serving.NotServing }, context.CancellationToken);
            throw new RpcException(new Status(StatusCode.Unavailable, "The service stops."));
        }
        finally
        {
            Interlocked.Decrement(ref watchers);
        }
    }

    private static bool IsKnown(HealthCheckRequest request) => request.Service is "" or GrpcMethodTable.Service;

    private async Task<Serving> StateAsync(CancellationToken cancellationToken)
    {
        var report = await checks.CheckHealthAsync(check => check.Tags.Contains(HealthTags.Ready), cancellationToken);
        return report.Status == HealthStatus.Unhealthy ? Serving.NotServing : Serving.Serving;
    }
}
