using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Nodes;
using CodexA2A.Api.Auth.Jwt;
using CodexA2A.Api.Tests.Support;
using Grpc.Core;
using Proto = CodexA2A.Api.Grpc.Wire;

namespace CodexA2A.Api.Tests.Access;

/// <summary>Two tenants whose callers have the same name, and one caller without a tenant.</summary>
public sealed class TenantTests
{
    private const string Acme = "alice-of-acme-token";
    private const string Umbrella = "alice-of-umbrella-token";

    private static readonly Dictionary<string, string?> Settings = new()
    {
        ["A2A:StaticAuthCredentials"] = $$"""
            [{"scheme":"bearer","principal":"alice","tenant":"acme","token":"{{Acme}}"},
             {"scheme":"bearer","principal":"alice","tenant":"umbrella","token":"{{Umbrella}}"}]
            """,
        ["A2A:GrpcPort"] = "0",
    };

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_is_of_another_tenant_is_unknown_though_its_owner_has_the_same_name()
    {
        await using var host = await ApiHost.StartAsync(Settings);
        var sent = await host.CallAsync(Call.Send("hello", contextId: "ctx").At(immediately: true) with { Token = Acme });
        var own = await host.CallAsync(Call.Get(sent.TaskId) with { Token = Acme });
        Assert.Equal(sent.TaskId, own.TaskId);
        foreach (var token in new[] { Umbrella, ApiHost.Alice })
        {
            foreach (var binding in Enum.GetValues<Binding>())
            {
                var foreign = await RawAsync(host, Call.Get(sent.TaskId) with { Token = token }, binding, sent.TaskId);
                var unknown = await RawAsync(host, Call.Get(Never) with { Token = token }, binding, Never);
                Assert.Equal(unknown, foreign);
            }

            var same = await host.CallAsync(Call.Send("hello", contextId: "ctx").At(immediately: true) with { Token = token });
            Assert.NotEqual(sent.TaskId, same.TaskId);
            var listed = await host.CallAsync(new Call(Methods.ListTasks, []) { Token = token });
            Assert.Equal([same.TaskId], listed.Result!["tasks"]!.AsArray().Select(task => (string)task!["id"]!));
        }
    }

    [Fact]
    public async Task Every_route_is_there_below_the_callers_tenant_and_refused_below_any_other()
    {
        await using var host = await ApiHost.StartAsync(Settings);
        var sent = await host.CallAsync(Call.Send("hello").At(immediately: true) with { Token = Acme });
        var id = sent.TaskId;
        Call[] calls =
        [
            Call.Send("again").At(immediately: true), Call.Get(id), new(Methods.ListTasks, []), new(Methods.GetExtendedAgentCard, []),
            new(Methods.ListTaskPushNotificationConfigs, new JsonObject { ["taskId"] = id }),
            new(Methods.GetTaskPushNotificationConfig, new JsonObject { ["taskId"] = id, ["id"] = "none" }),
            new(Methods.DeleteTaskPushNotificationConfig, new JsonObject { ["taskId"] = id, ["id"] = "none" }),
            new(Methods.CreateTaskPushNotificationConfig, new JsonObject { ["taskId"] = id, ["url"] = "https://x.example/" }),
            Call.Stream("and again"), new(Methods.CancelTask, new JsonObject { ["id"] = id }), Call.Subscribe(id),
        ];
        foreach (var call in calls)
        {
            var plain = await BelowAsync(host, call with { Token = Acme }, "");
            var own = await BelowAsync(host, call with { Token = Acme }, "/acme");
            Assert.True(plain.Status == own.Status, $"{call.Operation}: {plain.Status}, and {own.Status} below the tenant: {own.Body}");
            var other = await BelowAsync(host, call with { Token = Acme }, "/umbrella");
            var nobody = await BelowAsync(host, call with { Token = Acme }, "/no-such");
            Assert.Equal(HttpStatusCode.BadRequest, other.Status);
            Assert.Contains("\"tenant\"", other.Body, StringComparison.Ordinal);
            Assert.Equal(nobody.Body, other.Body);
            Assert.Equal(HttpStatusCode.BadRequest, (await BelowAsync(host, call with { Token = ApiHost.Alice }, "/acme")).Status);
            Assert.Equal(HttpStatusCode.Unauthorized, (await BelowAsync(host, call with { Token = null }, "/acme")).Status);
        }
    }

    [Fact]
    public async Task A_request_may_name_its_tenant_and_the_extended_card_says_it()
    {
        await using var host = await ApiHost.StartAsync(Settings);
        foreach (var binding in Enum.GetValues<Binding>())
        {
            var sent = await host.CallAsync(Call.Send("hello").At(immediately: true).With(call => call["tenant"] = "acme") with { Token = Acme }, binding);
            Assert.Equal(sent.TaskId, (await host.CallAsync(Call.Get(sent.TaskId).With(call => call["tenant"] = "acme") with { Token = Acme }, binding)).TaskId);
            Assert.Equal("tenant", (await host.CallAsync(Call.Get(sent.TaskId).With(call => call["tenant"] = "acme") with { Token = Umbrella }, binding)).Field);
        }

        using var grpc = new GrpcClient(host.GrpcUrl, Acme);
        Assert.Equal(StatusCode.NotFound, (await grpc.CallAsync<Proto.GetTaskRequest, Proto.Task>(Methods.GetTask, new() { Tenant = "acme", Id = Never }, null)).Code);
        Assert.Equal(StatusCode.InvalidArgument, (await grpc.CallAsync<Proto.GetTaskRequest, Proto.Task>(Methods.GetTask, new() { Tenant = "umbrella", Id = Never }, null)).Code);

        using var probe = await host.Http.GetAsync("/grpc.health.v1.Health/tasks", Token);
        Assert.Equal(HttpStatusCode.Unauthorized, probe.StatusCode);

        Assert.Equal(["acme", "acme", "acme", null, null], await TenantsAsync(host, Acme));
        Assert.Equal(["umbrella", "umbrella", "umbrella", null, null], await TenantsAsync(host, Umbrella));
        Assert.All(await TenantsAsync(host, ApiHost.Alice), Assert.Null);
        Assert.Equal("tenant", (await host.CallAsync(new Call(Methods.GetExtendedAgentCard, new JsonObject { ["tenant"] = "umbrella" }) { Token = Acme })).Field);
    }

    [Theory]
    [InlineData(null, ",\"org\":\"acme\"", "")]
    [InlineData("org", ",\"org\":\"acme\"", "acme")]
    [InlineData("org", "", null)]
    [InlineData("org", ",\"org\":\"\"", null)]
    [InlineData("org", ",\"org\":[\"acme\"]", null)]
    [InlineData("org", ",\"org\":\"a/b\"", null)]
    [InlineData("org", ",\"org\":\"tasks\"", null)]
    public void A_token_of_an_issuer_has_the_tenant_of_its_claim_or_lets_nobody_in(string? claim, string more, string? tenant)
    {
        var now = DateTimeOffset.UnixEpoch.AddYears(50);
        using var claims = JsonDocument.Parse($$"""{"iss":"https://i","aud":"a","sub":"alice","exp":{{now.AddMinutes(1).ToUnixTimeSeconds()}}{{more}}}""");
        Assert.Equal(tenant, TokenClaims.Of(claims.RootElement, new JwtOptions { Authority = "https://i", Audience = "a", TenantClaim = claim }, now)?.Tenant);
    }

    private const string Never = "p00-0198c9b0-0000-7000-8000-000000000000";

    private static async Task<string> RawAsync(ApiHost host, Call call, Binding binding, string id)
    {
        using var response = await host.Http.SendAsync(call.Request(binding), Token);
        return $"{response.StatusCode} {(await response.Content.ReadAsStringAsync(Token)).Replace(id, "ID", StringComparison.Ordinal)}";
    }

    private static async Task<(HttpStatusCode Status, string Body)> BelowAsync(ApiHost host, Call call, string tenant)
    {
        using var request = call.Request(Binding.Rest);
        request.RequestUri = new Uri(tenant + request.RequestUri!.OriginalString, UriKind.Relative);
        using var response = await host.Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, Token);
        return (response.StatusCode, response.Content.Headers.ContentType?.MediaType == "text/event-stream" ? "" : await response.Content.ReadAsStringAsync(Token));
    }

    private static async Task<IReadOnlyList<string?>> TenantsAsync(ApiHost host, string token)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/extendedAgentCard") { Headers = { Authorization = new AuthenticationHeaderValue("Bearer", token) } };
        using var response = await host.Http.SendAsync(request, Token);
        var card = JsonNode.Parse(await response.Content.ReadAsStringAsync(Token))!;
        return [.. card["supportedInterfaces"]!.AsArray().Select(one => (string?)one!["tenant"])];
    }
}
