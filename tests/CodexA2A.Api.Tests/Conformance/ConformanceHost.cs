using CodexA2A.Api.Handling;
using CodexA2A.Api.Tests.Support;
using CodexA2A.Cli.Conformance;
using CodexA2A.Tasks;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace CodexA2A.Api.Tests.Conformance;

/// <summary>A host of all bindings whose sessions are played by the conformance script.</summary>
internal sealed class ConformanceHost : IAsyncDisposable
{
    private readonly CancellationTokenSource ended = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
    private readonly List<Task> sessions = [];
    private readonly Task claiming;

    private ConformanceHost(ApiHost api)
    {
        Api = api;
        claiming = ClaimAsync();
    }

    public ApiHost Api { get; }

    public static async Task<ConformanceHost> StartAsync() => new(await ApiHost.StartAsync(
        new() { ["A2A:GrpcPort"] = "0" }, services: services => services.AddSingleton(new AgentTraits(AnswersDirectly: true))));

    public async ValueTask DisposeAsync()
    {
        await ended.CancelAsync();
        await ((Task)Task.WhenAll(sessions.Append(claiming))).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await Api.DisposeAsync();
        ended.Dispose();
        Assert.DoesNotContain(sessions, session => session.IsFaulted);
    }

    private async Task ClaimAsync()
    {
        var (queue, runner) = (Api.Queue, new RunnerIdentity("conformance-of-tests", "conformance"));
        while (true)
        {
            if (await queue.TryClaimAsync(runner, ended.Token) is not { } lease)
            {
                await queue.WaitForWorkAsync(runner, ended.Token);
                continue;
            }

            var session = new ConformanceSession(
                lease, queue, Api.Log, Api.Services.GetRequiredService<ISessionForgetting>(), Api.Services.GetRequiredService<IOptions<SeamOptions>>().Value, TimeProvider.System);
            sessions.Add(session.RunAsync(ended.Token));
        }
    }
}
