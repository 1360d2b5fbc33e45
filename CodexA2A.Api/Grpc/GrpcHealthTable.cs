using Grpc.AspNetCore.Server.Model;
using Grpc.Core;
using Grpc.Health.V1;

namespace CodexA2A.Api.Grpc;

/// <summary>The two methods of <see cref="GrpcHealth"/>, with our readers: anybody may call it, and send it what is no message.</summary>
internal sealed class GrpcHealthTable : IServiceMethodProvider<GrpcHealth>
{
    public void OnServiceMethodDiscovery(ServiceMethodProviderContext<GrpcHealth> context)
    {
        var (requests, responses) = (GrpcMessages.Of(HealthCheckRequest.Parser), GrpcMessages.Of(HealthCheckResponse.Parser));
        context.AddUnaryMethod(new Method<HealthCheckRequest, HealthCheckResponse>(MethodType.Unary, GrpcHealth.Service, "Check", requests, responses), [],
            (health, request, call) => health.CheckAsync(request, call));
        context.AddServerStreamingMethod(new Method<HealthCheckRequest, HealthCheckResponse>(MethodType.ServerStreaming, GrpcHealth.Service, "Watch", requests, responses), [],
            (health, request, writer, call) => health.WatchAsync(request, writer, call));
    }
}
