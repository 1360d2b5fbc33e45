using CodexA2A.Runner.Tests.AppServer;
using CodexA2A.Runner.Threads;

namespace CodexA2A.Runner.Tests.Threads;

/// <summary>What we rely on in the real Codex (0009-idle-threads-are-unsubscribed.md): its model provider is an address where nobody listens.</summary>
public sealed class RealIdleThreadsTests
{
    [Fact]
    public async Task An_idle_thread_leaves_memory_and_comes_back_at_once()
    {
        await using var stage = await ThreadStage.StartAsync(codex: options =>
        {
            RealCodexTests.Configure(options);
            options.Model = "gpt-5.5";
            options.ApprovalPolicy = "never";
            options.SandboxMode = "danger-full-access";
            options.MaxLoadedThreads = 1;
        });
        var client = await stage.ClientAsync();
        var id = await stage.RunAsync();
        for (var i = 0; i < 5; i++)
        {
            // Our own count is ahead of Codex, which is still closing the thread.
            await ThreadStage.LoadedAsync(client, _ => !client.IsLoaded(id));
            await using var back = await stage.OpenAsync(id, isExplicit: true);
            Assert.Equal((ThreadOrigin.Resumed, client.Generation), (back.Origin, back.Client.Generation));
            await stage.RunAsync(back);
        }

        Assert.Empty(await ThreadStage.LoadedAsync(client, loaded => loaded.Count == 0));
    }
}
