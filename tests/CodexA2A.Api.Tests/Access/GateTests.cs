using System.Net;
using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using CodexA2A.Api.Access;
using CodexA2A.Api.Grpc;
using CodexA2A.Api.JsonRpc;
using CodexA2A.Api.Tests.Support;
using CodexA2A.ServiceDefaults.Telemetry;
using CodexA2A.Tasks;
using Grpc.AspNetCore.Server;
using Grpc.Core;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using OpenTelemetry.Metrics;

namespace CodexA2A.Api.Tests.Access;

/// <summary>Nothing is served past the table of permissions: all that is mapped is called by who may do next to nothing.</summary>
public sealed class GateTests
{
    /// <summary>For everybody, or for everybody who is known.</summary>
    private static readonly string[] Open =
    [
        "/.well-known/agent-card.json", "/.well-known/agent.json", "/.well-known/jwks.json", "/openapi.json", "/alive", "/ready",
        "/extendedAgentCard", "/{tenant}/extendedAgentCard", "/v1/card", "/v1/{**rest}",
    ];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Every_route_refuses_who_has_not_its_capability_and_says_which()
    {
        await using var host = await ApiHost.StartAsync(Actor.Settings);
        var routes = host.Services.GetServices<EndpointDataSource>().SelectMany(source => source.Endpoints).OfType<RouteEndpoint>().ToList();
        Assert.NotEmpty(routes);
        var tried = 0;
        // JSON-RPC and gRPC are below.
        foreach (var route in routes.Where(route => route.RoutePattern.RawText != "/" && route.Metadata.GetMetadata<GrpcMethodMetadata>() is null))
        {
            foreach (var path in Paths(route))
            {
                using var request = new HttpRequestMessage(new HttpMethod(route.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods[0] ?? "GET"), path);
                request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", Actor.Reviewer.Token);
                using var response = await host.Http.SendAsync(request, Token);
                var isOpen = Open.Contains(route.RoutePattern.RawText);
                Assert.True(response.StatusCode == HttpStatusCode.Forbidden != isOpen, $"{request.Method} {path} answers {response.StatusCode}");
                if (isOpen) continue;
                var body = await response.Content.ReadAsStringAsync(Token);
                Assert.Contains(Permissions.Reason, body, StringComparison.Ordinal);
                Assert.Contains("\"capability\":", body, StringComparison.Ordinal);
                tried++;
            }
        }

        Assert.True(tried >= 20, $"{tried}");
    }

    [Theory]
    [InlineData("read", HttpStatusCode.Forbidden)]
    [InlineData("metrics", HttpStatusCode.OK)]
    [InlineData("admin", HttpStatusCode.OK)]
    [InlineData("exec_control", HttpStatusCode.OK)]
    public async Task The_metrics_are_for_who_has_their_capability(string capability, HttpStatusCode expected)
    {
        await using var host = await ApiHost.StartAsync(
            new() { ["A2A:StaticAuthCredentials"] = $$"""[{"scheme":"bearer","principal":"ops","token":"ops-token-123","capabilities":["{{capability}}"]}]""" },
            services: services => services.Configure<TelemetryOptions>(options => options.Prometheus = true)
                .AddOpenTelemetry().WithMetrics(metrics => metrics.AddPrometheusExporter()));
        foreach (var path in new[] { Permissions.Metrics, Permissions.Health })
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, path) { Headers = { Authorization = new("Bearer", "ops-token-123") } };
            using var response = await host.Http.SendAsync(request, Token);
            Assert.Equal((path, expected), (path, response.StatusCode));
        }
    }

    [Fact]
    public async Task Every_method_refuses_who_has_not_its_capability_before_it_reads_its_params()
    {
        await using var host = await ApiHost.StartAsync(Actor.Settings);
        foreach (var name in host.Services.GetRequiredService<RpcMethods>().Names)
        {
            var answer = await host.CallAsync(new Call(name, new JsonObject { ["nothing_like_that"] = true }) { Token = Actor.Reviewer.Token });
            var asks = Permissions.Of(name).Asks;
            if (asks is Capability.None or Capability.Review)
            {
                Assert.NotEqual((name, HttpStatusCode.Forbidden), (name, answer.Status));
                continue;
            }

            Assert.Equal((name, HttpStatusCode.Forbidden), (name, answer.Status));
            // 0.3 has its errors' words in another place.
            var text = answer.Json!.ToJsonString();
            Assert.Contains($"\"capability\":\"{CapabilityNames.Of(asks)}\"", text, StringComparison.Ordinal);
            Assert.Contains($"\"method\":\"{name}\"", text, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Every_method_of_gRPC_does()
    {
        await using var host = await ApiHost.StartAsync(Actor.Settings);
        using var client = new GrpcClient(host.GrpcUrl, Actor.Reviewer.Token);
        var methods = host.Services.GetServices<EndpointDataSource>().SelectMany(source => source.Endpoints).Select(endpoint => endpoint.Metadata.GetMetadata<GrpcMethodMetadata>()?.Method)
            .OfType<IMethod>().Where(method => method.ServiceName == GrpcMethodTable.Service).DistinctBy(method => method.Name).ToList();
        Assert.Equal(11, methods.Count);
        foreach (var method in methods)
        {
            var code = StatusCode.OK;
            if (method.Type == MethodType.ServerStreaming)
            {
                using var stream = client.OpenRaw(method.Name, [], null);
                code = (await Assert.ThrowsAsync<RpcException>(() => stream.ResponseStream.MoveNext(Token))).StatusCode;
            }
            else
            {
                code = (await client.RawAsync(method.Name, [])).Code;
            }

            Assert.Equal((method.Name, Permissions.Of(method.Name).Asks == Capability.None ? StatusCode.OK : StatusCode.PermissionDenied), (method.Name, code));
        }
    }

    [Fact]
    public void An_operation_that_nobody_has_decided_about_ends_the_start()
    {
        var error = Assert.Throws<InvalidOperationException>(() => new RpcMethods([new RpcMethod.Unary("codex.new.one", (_, _, _) => throw new InvalidOperationException())]));
        Assert.Contains("codex.new.one has no row", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_message_that_answers_or_joins_a_turn_asks_for_that_too()
    {
        await using var host = await ApiHost.StartAsync(Actor.Settings);
        var sender = Actor.All.Single(role => role.Name == "sender");
        var submitted = await host.SubmitAsync(token: sender.Token);
        await using var turn = await host.Runner.ClaimAsync();
        var steer = TurnCalls.Busy(Call.Send("more", submitted.TaskId), "steer") with { Token = sender.Token };
        Assert.Equal("control", Needs(await host.CallAsync(steer)));

        var asked = await turn.AskAsync();
        var answer = Call.Send("yes", submitted.TaskId).At(immediately: true) with { Token = sender.Token };
        Assert.Equal("answer", Needs(await host.CallAsync(answer)));
        Assert.Equal(InterruptStatus.Pending, (await host.Queue.GetInterruptAsync(ApiHost.OwnerOf(sender.Name), asked.Id, Token))!.Status);
        Assert.Null((await host.CallAsync(answer with { Token = sender.SetUpToken })).Error);
    }

    private static string? Needs(Answer answer) => answer.Reason == Permissions.Reason ? (string?)answer.Details![0]!["metadata"]!["capability"] : answer.Reason;

    private static IEnumerable<string> Paths(RouteEndpoint route)
    {
        var path = route.RoutePattern.RawText!.Replace("{tenant}", "acme", StringComparison.Ordinal).Replace("{configId}", "hook", StringComparison.Ordinal).Replace("{**rest}", "nothing", StringComparison.Ordinal);
        if (!path.EndsWith("{id}", StringComparison.Ordinal)) return [path.Replace("{id}", Id, StringComparison.Ordinal)];
        var one = path.Replace("{id}", Id, StringComparison.Ordinal);
        return route.Metadata.GetMetadata<HttpMethodMetadata>()!.HttpMethods.Contains("POST") ? [one + ":cancel", one + ":subscribe"] : [one, one + ":subscribe"];
    }

    private const string Id = "p00-0198c9b0-0000-7000-8000-000000000000";
}
