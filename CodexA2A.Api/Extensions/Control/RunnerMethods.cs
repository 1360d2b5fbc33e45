using CodexA2A.Api.Extensions.Discovery;
using CodexA2A.Api.Extensions.Exec;
using CodexA2A.Api.Extensions.Sessions;
using CodexA2A.Api.Extensions.Threads;
using CodexA2A.Api.Extensions.Turns;
using CodexA2A.Api.Extensions.Watches;
using CodexA2A.Api.JsonRpc;

namespace CodexA2A.Api.Extensions.Control;

/// <summary>The methods that a runner answers.</summary>
internal sealed class RunnerMethods(DiscoveryMethods discovery, SessionQueries sessions, ThreadMethods threads, ThreadGrants grants,
    TurnMethods turns, SessionTurns sessionTurns, ReviewMethods reviews, SessionShell shell, ExecMethods exec, WatchMethods watches)
{
    /// <summary>All of them.</summary>
    public IEnumerable<RpcMethod> All =>
    [
        .. discovery.All, .. sessions.All, .. threads.All, .. grants.All, .. turns.All, .. sessionTurns.All, .. reviews.All, .. shell.All, .. exec.All, .. watches.All,
    ];
}

/// <summary>Adds them to a host.</summary>
internal static class RunnerMethodsRegistration
{
    /// <summary>Adds what <see cref="RunnerMethods"/> needs; the seam is the host's to add.</summary>
    public static IServiceCollection AddRunnerMethods(this IServiceCollection services) => services
        .AddSingleton<RunnerCalls>()
        .AddSingleton<OwnThreads>()
        .AddSingleton<OwnThreadMethods>()
        .AddSingleton<DiscoveryMethods>()
        .AddSingleton<SessionQueries>()
        .AddSingleton<ThreadMethods>()
        .AddSingleton<ThreadGrants>()
        .AddSingleton<StartedTurns>()
        .AddSingleton<TurnMethods>()
        .AddSingleton<SessionTurns>()
        .AddSingleton<ReviewMethods>()
        .AddSingleton<SessionShell>()
        .AddSingleton<StartedWatches>()
        .AddSingleton<WatchMethods>()
        .AddSingleton<ExecStarts>()
        .AddSingleton<ExecSessions>()
        .AddSingleton<ExecMethods>()
        .AddSingleton<RunnerMethods>();
}
