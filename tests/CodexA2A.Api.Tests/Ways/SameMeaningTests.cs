using System.Net;
using CodexA2A.Api.Outbound;
using CodexA2A.Api.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace CodexA2A.Api.Tests.Ways;

/// <summary>
/// Plays each scenario in every way of calling: what is heard is the same, member by member, in the JSON of A2A 1.0, or the way is in
/// <see cref="Lost"/>.
/// </summary>
public sealed class SameMeaningTests
{
    private const string Unsaid = "cannot be said";
    private static readonly Dictionary<string, Func<Stage, Task>> All =
        new[] { Sends.All, Streams.All, Reads.All, Webhooks.All, Lists.All }.SelectMany(all => all).ToDictionary();

    private static readonly Way[] Others = [Way.Rest, Way.Grpc, Way.Rpc03, Way.Rest03];

    public static TheoryData<string> Scenarios => [.. All.Keys];

    [Theory, MemberData(nameof(Scenarios))]
    public async Task A_scenario_is_the_same_in_every_way(string name)
    {
        // It reaches no webhook.
        await using var host = await ApiHost.StartAsync(new() { ["A2A:GrpcPort"] = "0" }, services: services =>
            services.AddSingleton<Resolve>((_, _) => Task.FromResult<IPAddress[]>([IPAddress.Loopback])));
        var expected = await PlayAsync(All[name], host, Way.JsonRpc);
        var heard = new List<(Way Way, string Heard)>();
        foreach (var way in Others)
        {
            heard.Add((way, await PlayAsync(All[name], host, way)));
        }

        var lost = heard.ToLookup(one => Lost.All.ContainsKey((one.Way, name)));
        Assert.Equal(lost[false].Select(one => $"{one.Way}: {expected}"), lost[false].Select(one => $"{one.Way}: {one.Heard}"));
        Assert.DoesNotContain(lost[true], one => one.Heard == expected);
    }

    [Fact]
    public void What_is_lost_is_a_scenario() => Assert.Empty(Lost.All.Keys.Select(key => key.Scenario).Except(All.Keys));

    private static async Task<string> PlayAsync(Func<Stage, Task> scenario, ApiHost host, Way way)
    {
        var speaker = Speaker.Of(way, host);
        using var ended = speaker as IDisposable;
        var stage = new Stage(host, speaker);
        try
        {
            await scenario(stage);
        }
        catch (UnsayableException)
        {
            return Unsaid;
        }
        catch (Exception exception)
        {
            throw new InvalidOperationException($"{way}, after {stage.Heard}", exception);
        }

        return stage.Heard;
    }
}
