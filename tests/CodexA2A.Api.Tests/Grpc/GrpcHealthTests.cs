using CodexA2A.Api.Tests.Support;
using CodexA2A.Tasks;
using Grpc.Core;
using Grpc.Health.V1;
using Microsoft.Extensions.DependencyInjection;
using Reflection = Grpc.Reflection.V1;
using Serving = Grpc.Health.V1.HealthCheckResponse.Types.ServingStatus;

namespace CodexA2A.Api.Tests.Grpc;

public sealed class GrpcHealthTests
{
    private const string Health = "grpc.health.v1.Health";

    [Theory]
    [InlineData("", true)]
    [InlineData("lf.a2a.v1.A2AService", true)]
    [InlineData("lf.a2a.v2.A2AService", false)]
    public async Task Health_says_what_the_ready_probe_says(string service, bool known)
    {
        await using var host = await GrpcHost.StartAsync();
        var answer = await host.Client.CallAsync<HealthCheckRequest, HealthCheckResponse>("Check", new() { Service = service }, service: Health);
        Assert.Equal(known ? StatusCode.OK : StatusCode.NotFound, answer.Code);
        if (known) Assert.Equal(Serving.Serving, answer.Message!.Status);
    }

    [Fact]
    public async Task Without_its_store_it_does_not_serve()
    {
        await using var host = await GrpcHost.StartAsync(services: services =>
            services.AddSingleton<ITaskLog>(new FailingLog(new SeamUnavailableException("disk full at a secret place"))));
        var answer = await host.Client.CallAsync<HealthCheckRequest, HealthCheckResponse>("Check", new(), service: Health);
        Assert.Equal(Serving.NotServing, answer.Message!.Status);
        var read = await host.Client.GetAsync("x");
        Assert.Equal((StatusCode.Unavailable, "UNAVAILABLE"), (read.Code, read.Reason));
    }

    [Fact]
    public async Task A_watcher_hears_that_the_service_stops()
    {
        await using var host = await GrpcHost.StartAsync();
        using var watch = host.Client.Open<HealthCheckRequest, HealthCheckResponse>("Watch", new(), service: Health);
        Assert.Equal(Serving.Serving, await NextAsync());
        var stopping = host.Api.StopAsync();
        Assert.Equal(Serving.NotServing, await NextAsync());
        Assert.Equal(StatusCode.Unavailable, (await Assert.ThrowsAsync<RpcException>(NextAsync)).StatusCode);
        await stopping;

        async Task<Serving> NextAsync()
        {
            Assert.True(await watch.ResponseStream.MoveNext(TestContext.Current.CancellationToken).WithLimitAsync("The next message of a stream"));
            return watch.ResponseStream.Current.Status;
        }
    }

    [Fact]
    public async Task There_are_so_many_watchers_and_no_more_until_one_goes()
    {
        await using var host = await GrpcHost.StartAsync();
        var watchers = new List<AsyncServerStreamingCall<HealthCheckResponse>>();
        for (var i = 0; i < 64; i++)
        {
            watchers.Add(await WatchAsync());
        }

        var refused = await Assert.ThrowsAsync<RpcException>(WatchAsync);
        Assert.Equal((StatusCode.ResourceExhausted, "There are 64 watchers already; use Check."), (refused.StatusCode, refused.Status.Detail));
        Assert.Equal(Serving.Serving, (await host.Client.CallAsync<HealthCheckRequest, HealthCheckResponse>("Check", new(), service: Health)).Message!.Status);

        watchers[0].Dispose();
        for (var attempt = 0; watchers.Count == 64; attempt++)
        {
            try
            {
                watchers.Add(await WatchAsync());
            }
            catch (RpcException full) when (full.StatusCode == StatusCode.ResourceExhausted)
            {
                // The service hears a moment later that one is gone.
                Assert.InRange(attempt, 0, 10_000);
            }
        }

        watchers.ForEach(watcher => watcher.Dispose());

        async Task<AsyncServerStreamingCall<HealthCheckResponse>> WatchAsync()
        {
            var watch = host.Client.Open<HealthCheckRequest, HealthCheckResponse>("Watch", new(), service: Health);
            Assert.True(await watch.ResponseStream.MoveNext(TestContext.Current.CancellationToken));
            return watch;
        }
    }

    [Fact]
    public async Task Reflection_lists_the_services_and_gives_their_files()
    {
        await using var host = await GrpcHost.StartAsync();
        using var call = host.Client.Duplex<Reflection.ServerReflectionRequest, Reflection.ServerReflectionResponse>("grpc.reflection.v1.ServerReflection", "ServerReflectionInfo");
        var list = await AskAsync(new() { ListServices = "" });
        Assert.Equal(
            ["grpc.health.v1.Health", "grpc.reflection.v1.ServerReflection", "grpc.reflection.v1alpha.ServerReflection", "lf.a2a.v1.A2AService"],
            list.ListServicesResponse.Service.Select(service => service.Name).Order(StringComparer.Ordinal));
        var file = await AskAsync(new() { FileContainingSymbol = "lf.a2a.v1.A2AService" });
        Assert.Contains(
            file.FileDescriptorResponse.FileDescriptorProto.Select(Google.Protobuf.Reflection.FileDescriptorProto.Parser.ParseFrom),
            descriptor => descriptor.Package == "lf.a2a.v1" && descriptor.Service.Single().Method.Count == 11);
        await call.RequestStream.CompleteAsync();

        async Task<Reflection.ServerReflectionResponse> AskAsync(Reflection.ServerReflectionRequest request)
        {
            await call.RequestStream.WriteAsync(request, TestContext.Current.CancellationToken);
            Assert.True(await call.ResponseStream.MoveNext(TestContext.Current.CancellationToken).WithLimitAsync("The next message of a stream"));
            return call.ResponseStream.Current;
        }
    }
}
