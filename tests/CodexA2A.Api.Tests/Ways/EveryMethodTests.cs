using System.Net;
using CodexA2A.Api.Outbound;
using CodexA2A.Api.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace CodexA2A.Api.Tests.Ways;

/// <summary>Each of the eleven methods with each service parameter: it comes to the same in every way of calling.</summary>
public sealed class EveryMethodTests(EveryMethodTests.SharedHost shared) : IClassFixture<EveryMethodTests.SharedHost>
{
    private static readonly Way[] Others = [Way.Rest, Way.Grpc, Way.Rpc03, Way.Rest03];

    public static TheoryData<string, string> Cases()
    {
        var data = new TheoryData<string, string>();
        foreach (var operation in MethodCalls.All.Keys)
        {
            foreach (var parameter in ServiceParameters.All.Keys)
            {
                data.Add(operation, parameter);
            }
        }

        return data;
    }

    [Fact]
    public void There_are_all_methods_and_twenty_inputs_of_each() => Assert.True(MethodCalls.All.Count == 11 && ServiceParameters.All.Count >= 20);

    [Theory, MemberData(nameof(Cases))]
    public async Task A_method_with_a_service_parameter_means_the_same_in_every_way(string operation, string parameter)
    {
        var expected = await SayAsync(operation, parameter, Way.JsonRpc);
        var said = new List<string?>();
        var ways = Others.Where(way => operation != Methods.ListTasks || way is Way.Rest or Way.Grpc).ToArray();
        foreach (var way in ways)
        {
            said.Add($"{way}: {await SayAsync(operation, parameter, way)}");
        }

        Assert.Equal(ways.Select(way => $"{way}: {expected}"), said);
    }

    private async Task<string> SayAsync(string operation, string parameter, Way way)
    {
        var speaker = Speaker.Of(way, shared.Host);
        using var ended = speaker as IDisposable;
        var said = await speaker.SayAsync(ServiceParameters.All[parameter](await MethodCalls.All[operation](shared.Host), way));
        Assert.True(said is not null, $"{way} cannot say {operation}");
        if (said.Failed) return $"{said.Reason} at {said.Field}";
        return new Normal().Of(MethodCalls.Common(operation, said.Result))?.ToJsonString() ?? "nothing";
    }

    /// <summary>One host for all the calls. It reaches no webhook.</summary>
    public sealed class SharedHost : IAsyncLifetime
    {
        internal ApiHost Host { get; private set; } = null!;

        public async ValueTask InitializeAsync() => Host = await ApiHost.StartAsync(new() { ["A2A:GrpcPort"] = "0" }, services: services =>
            services.AddSingleton<Resolve>((_, _) => Task.FromResult<IPAddress[]>([IPAddress.Loopback])));

        public ValueTask DisposeAsync() => Host.DisposeAsync();
    }
}
