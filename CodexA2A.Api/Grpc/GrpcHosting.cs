using System.IO.Compression;
using CodexA2A.Api.Hosting;
using Grpc.AspNetCore.Server.Model;
using Grpc.Health.V1;
using Grpc.Net.Compression;
using Grpc.Reflection;
using Grpc.Reflection.V1Alpha;
using Microsoft.AspNetCore.Http.Metadata;
using V1Reflection = Grpc.Reflection.V1.ReflectionReflection;

namespace CodexA2A.Api.Grpc;

/// <summary>Puts the gRPC binding into a host, where it is on.</summary>
internal static class GrpcHosting
{
    /// <summary>Adds the services.</summary>
    public static void AddTo(IServiceCollection services, A2AOptions options)
    {
        services.AddGrpc(grpc =>
        {
            grpc.MaxReceiveMessageSize = options.RequestBodyMaxBytes;
            // Our events and snapshots are bounded where they are written.
            grpc.MaxSendMessageSize = null;
            grpc.EnableDetailedErrors = false;
            grpc.CompressionProviders.Clear();
            grpc.CompressionProviders.Add(new GrpcCompression(new GzipCompressionProvider(CompressionLevel.Fastest)));
            grpc.CompressionProviders.Add(new GrpcCompression(new DeflateCompressionProvider(CompressionLevel.Fastest)));
            // What nobody takes is told as in the other bindings.
            grpc.IgnoreUnknownServices = true;
        });
        services.AddSingleton<IServiceMethodProvider<A2AGrpcService>, GrpcMethodTable>();
        services.AddSingleton<GrpcStreams>();
        services.AddSingleton<GrpcCalls>();
        services.AddSingleton<A2AGrpcService>();
        services.AddSingleton<GrpcHealth>();
        services.AddSingleton<IServiceMethodProvider<GrpcHealth>, GrpcHealthTable>();
        services.AddSingleton(_ => new ReflectionServiceImpl(Described()));
        services.AddSingleton(_ => new ReflectionV1ServiceImpl(Described()));
    }

    /// <summary>Puts the gate before the calls; nothing where the binding is off.</summary>
    public static void UseGate(WebApplication app)
    {
        if (app.Services.GetService<A2AGrpcService>() is not null) app.UseMiddleware<GrpcGate>();
    }

    /// <summary>Maps the service, its health and its description; nothing where the binding is off.</summary>
    public static void MapTo(WebApplication app)
    {
        if (app.Services.GetService<A2AGrpcService>() is null) return;
        app.MapGrpcService<A2AGrpcService>().WithMetadata(new OwnSizeLimit());
        app.MapGrpcService<GrpcHealth>();
        app.MapGrpcService<ReflectionServiceImpl>();
        app.MapGrpcService<ReflectionV1ServiceImpl>();
    }

    /// <summary>The limit of a message is kept where it is read; the server's own would end the call without a status.</summary>
    private sealed class OwnSizeLimit : IRequestSizeLimitMetadata
    {
        public long? MaxRequestBodySize => null;
    }

    /// <summary>Listed by hand: what would find them by itself is not clean for trimming.</summary>
    private static Google.Protobuf.Reflection.ServiceDescriptor[] Described() =>
        [Wire.A2AReflection.Descriptor.Services[0], HealthReflection.Descriptor.Services[0], ReflectionReflection.Descriptor.Services[0], V1Reflection.Descriptor.Services[0]];
}
