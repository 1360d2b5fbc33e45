using Microsoft.Extensions.Options;

namespace CodexA2A.Runner.AppServer;

/// <summary>
/// Owns the Codex processes: keeps one ready, restarts it when it dies, replaces it when it has grown, ends all of them.
/// </summary>
internal sealed partial class AppServerHost : IAsyncDisposable
{
    public AppServerHost(IOptions<CodexOptions> options, TimeProvider time, AppServerMetrics metrics, ILoggerFactory loggers)
    {
        _ = (options, time, metrics, loggers);
    }

    /// <summary>A process ended; raised once for each, after its subscribers were told.</summary>
    public event Action<DeathCertificate>? ProcessEnded;

    /// <summary>State for readiness.</summary>
    public AppServerHealth Health => throw new NotImplementedException();

    /// <summary>Processes alive, draining ones included.</summary>
    public IReadOnlyList<AppServerClient> Clients => throw new NotImplementedException();

    /// <summary>Starts the first process in the background.</summary>
    public Task StartAsync(CancellationToken cancellationToken) => throw new NotImplementedException();

    /// <summary>A ready process for a new or a resumed thread. Waits for one that is starting.</summary>
    /// <exception cref="CodexUnavailableException">There is none; reason, message and fix say why.</exception>
    public ValueTask<AppServerClient> GetAsync(CancellationToken cancellationToken) => throw new NotImplementedException();

    /// <summary>The live process of that generation, draining or not; null when it is gone.</summary>
    public AppServerClient? Find(string generation) => throw new NotImplementedException();

    /// <summary>Gives the process no new threads; it is ended once nobody follows a thread of it. A fresh one is started.</summary>
    public void MarkDraining(AppServerClient client, string reason) => ProcessEnded?.Invoke(null!);

    /// <summary>Ends all processes.</summary>
    public ValueTask DisposeAsync() => throw new NotImplementedException();
}
