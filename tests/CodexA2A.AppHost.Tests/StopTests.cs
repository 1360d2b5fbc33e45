using CodexA2A.AppHost.Settings;

namespace CodexA2A.AppHost.Tests;

/// <summary>What is left of the AppHost when it has ended.</summary>
[Collection(RunningAppHost.OneAtATime)]
public sealed class StopTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_stop_ends_every_process()
    {
        await using var host = new RunningAppHost();
        await host.InitializeAsync();
        using (var client = host.Client())
        {
            // Now a runner has its Codex.
            Assert.Equal("TASK_STATE_COMPLETED", AgentClient.State(await client.SendAsync("#text\nHello.", Token)));
        }

        List<int> resources = [];
        foreach (var (name, count) in new[] { (ResourceNames.RedisServer, 1), (ResourceNames.Model, 1), (ResourceNames.Runner, Fleet.Runners), (ResourceNames.Api, Fleet.Apis) })
        {
            resources.AddRange((await host.ReplicasAsync(name, count, Token)).Select(host.PidOf));
        }

        using var tree = new ProcessTree(resources);
        if (OperatingSystem.IsLinux())
        {
            Assert.Contains(tree.Names, name => name.StartsWith("codex", StringComparison.Ordinal));
        }

        await host.App.StopAsync(Token);
        Assert.Empty(await tree.LeftAsync(Token));
    }
}
