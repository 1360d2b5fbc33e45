using System.Net;
using CodexA2A.Api.Tests.Support;
using Grpc.Core;
using Grpc.Health.V1;

namespace CodexA2A.Api.Tests.Grpc;

public sealed class GrpcAuthTests
{
    [Theory]
    [InlineData(null)]
    [InlineData("not-a-token-of-anybody")]
    public async Task Without_a_credential_the_answer_is_one_of_gRPC(string? token)
    {
        await using var host = await GrpcHost.StartAsync();
        using var stranger = new GrpcClient(host.Api.GrpcUrl, token);
        var answer = await stranger.GetAsync("x");
        Assert.Equal((StatusCode.Unauthenticated, "UNAUTHENTICATED"), (answer.Code, answer.Reason));
        using var call = stranger.Subscribe("x");
        Assert.Equal(StatusCode.Unauthenticated, (await Assert.ThrowsAsync<RpcException>(() => call.ResponseStream.MoveNext(TestContext.Current.CancellationToken).WithLimitAsync("The next message of a stream"))).StatusCode);
    }

    [Fact]
    public async Task The_refusal_is_HTTP_200_with_the_status_in_its_headers_and_no_body()
    {
        await using var host = await GrpcHost.StartAsync();
        using var http = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Post, host.Api.GrpcUrl + "/lf.a2a.v1.A2AService/GetTask")
        {
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
            Content = new ByteArrayContent([0, 0, 0, 0, 0]) { Headers = { { "Content-Type", "application/grpc+proto" } } },
        };
        using var response = await http.SendAsync(request, TestContext.Current.CancellationToken);
        Assert.Equal((HttpStatusCode.OK, "application/grpc"), (response.StatusCode, response.Content.Headers.ContentType?.MediaType));
        Assert.Equal("16", response.Headers.GetValues("grpc-status").Single());
        Assert.Equal("This service needs a valid Authorization header.", response.Headers.GetValues("grpc-message").Single());
        Assert.Empty(await response.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Health_is_for_everybody_and_reflection_is_not()
    {
        await using var host = await GrpcHost.StartAsync();
        using var stranger = new GrpcClient(host.Api.GrpcUrl, token: null);
        var health = await stranger.CallAsync<HealthCheckRequest, HealthCheckResponse>("Check", new(), service: "grpc.health.v1.Health");
        Assert.Equal(HealthCheckResponse.Types.ServingStatus.Serving, health.Message!.Status);
        using var reflection = stranger.Duplex<global::Grpc.Reflection.V1.ServerReflectionRequest, global::Grpc.Reflection.V1.ServerReflectionResponse>(
            "grpc.reflection.v1.ServerReflection", "ServerReflectionInfo");
        var error = await Assert.ThrowsAsync<RpcException>(() => reflection.ResponseStream.MoveNext(TestContext.Current.CancellationToken).WithLimitAsync("The next message of a stream"));
        Assert.Equal(StatusCode.Unauthenticated, error.StatusCode);
    }

    [Fact]
    public async Task Where_anybody_on_this_machine_may_come_in_gRPC_lets_them()
    {
        await using var host = await ApiHost.StartAsync(new() { ["A2A:GrpcPort"] = "0", ["A2A:AllowAnonymous"] = "true" }, tokens: false);
        using var anybody = new GrpcClient(host.GrpcUrl, token: null);
        Assert.Equal(StatusCode.OK, (await anybody.SendAsync(GrpcClient.Message("hello"))).Code);
    }
}
