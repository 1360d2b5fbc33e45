using System.Net;
using CodexA2A.Api.Push;
using CodexA2A.Api.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace CodexA2A.Api.Tests.Ways;

/// <summary>Plays each scenario in every way of calling: what is heard is the same, member by member, in the JSON of A2A 1.0.</summary>
public sealed class SameMeaningTests(SameMeaningTests.SharedHost shared) : IClassFixture<SameMeaningTests.SharedHost>
{
    public static TheoryData<string> Scenarios => [.. Sends.All.Keys, .. Reads.All.Keys];

    public static TheoryData<string> NewScenarios => [.. Reads.New.Keys];

    [Theory, MemberData(nameof(Scenarios))]
    public Task A_scenario_is_the_same_in_all_five_ways(string name) =>
        SameAsync(Sends.All.GetValueOrDefault(name) ?? Reads.All[name], Way.Rest, Way.Grpc, Way.Rpc03, Way.Rest03);

    /// <summary>The card of 0.3 is another document (Cards).</summary>
    [Theory, MemberData(nameof(NewScenarios))]
    public Task What_came_with_1_0_is_the_same_in_its_three_ways(string name) => SameAsync(Reads.New[name], Way.Rest, Way.Grpc);

    private async Task SameAsync(Func<Stage, Task> scenario, params Way[] others)
    {
        var expected = await PlayAsync(scenario, Way.JsonRpc);
        Assert.True(expected.Length > 100, expected);
        foreach (var way in others)
        {
            Assert.Equal($"{way}: {expected}", $"{way}: {await PlayAsync(scenario, way)}");
        }
    }

    private async Task<string> PlayAsync(Func<Stage, Task> scenario, Way way)
    {
        var speaker = Speaker.Of(way, shared.Host);
        using var ended = speaker as IDisposable;
        var stage = new Stage(shared.Host, speaker);
        await scenario(stage);
        return stage.Heard;
    }

    /// <summary>One host for all: no scenario leaves a task behind that is not finished. It reaches no webhook.</summary>
    public sealed class SharedHost : IAsyncLifetime
    {
        internal ApiHost Host { get; private set; } = null!;

        public async ValueTask InitializeAsync() => Host = await ApiHost.StartAsync(new() { ["A2A:GrpcPort"] = "0" }, services: services =>
            services.AddSingleton<PushHosting.Resolve>((_, _) => Task.FromResult<IPAddress[]>([IPAddress.Loopback])));

        public ValueTask DisposeAsync() => Host.DisposeAsync();
    }
}
