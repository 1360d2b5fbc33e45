using System.Text.Json.Serialization.Metadata;
using CodexA2A.Runner.AppServer.Envelope;
using CodexA2A.Runner.AppServer.Protocol;

namespace CodexA2A.Runner.AppServer;

/// <summary>
/// Typed calls on one Codex process. Bound to that process: when it dies every call fails with
/// <see cref="AppServerDiedException"/>; ask the <see cref="AppServerHost"/> for its successor.
/// Calls throw <see cref="AppServerRequestException"/> for Codex's own errors and <see cref="AppServerTimeoutException"/>.
/// </summary>
internal sealed partial class AppServerClient
{
    private readonly AppServerConnection _connection;
    private readonly ThreadConfig _threadConfig;
    private readonly LoadedThreads _loaded = new();
    private readonly ThreadSandboxes _sandboxes = new();
    private readonly StoppedCommands _stopped;
    private readonly TaskCompletionSource<DeathCertificate> _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile bool _draining;
    private volatile SchemaVerdict _schema = SchemaVerdict.Unknown;

    internal AppServerClient(AppServerConnection connection, ThreadConfig threadConfig, string generation, int pid, InitializeResult server, string version, TimeProvider time)
    {
        _connection = connection;
        _threadConfig = threadConfig;
        Generation = generation;
        _stopped = new StoppedCommands(generation, time, Signals.Kill);
        Pid = pid;
        Version = version;
        CodexHome = server.CodexHome ?? "";
    }

    /// <summary>The process left a call without an answer for its whole time: raised for each. Not for calls whose caller gave up.</summary>
    public event Action<AppServerClient, AppServerTimeoutException>? TimedOut;

    /// <summary>A thread was loaded that had run without a fence, and is given one because no setting says that it shall not have any.</summary>
    public event Action<string>? Unfenced;

    /// <summary>Random id of the process.</summary>
    public string Generation { get; }

    /// <summary>Operating system id of the process.</summary>
    public int Pid { get; }

    /// <summary>Version of Codex.</summary>
    public string Version { get; }

    /// <summary>CODEX_HOME as Codex reports it.</summary>
    public string CodexHome { get; }

    /// <summary>The process takes no new threads; it ends when nobody follows a thread of it any more.</summary>
    public bool IsDraining => _draining;

    /// <summary>Completes when the process has ended.</summary>
    public Task<DeathCertificate> Ended => _ended.Task;

    /// <summary>Threads in the memory of the process, as far as this client put them there.</summary>
    public int LoadedThreadCount => _loaded.Count;

    /// <summary>The same without those of <see cref="StartThreadAheadAsync"/> that nobody uses yet.</summary>
    public int UsedThreadCount => _loaded.Used;

    /// <summary>Those of the used ones that nobody has called idle.</summary>
    public int BusyThreadCount => _loaded.Busy;

    /// <summary>Threads that are followed.</summary>
    public int SubscriptionCount => _connection.Subscriptions;

    /// <summary>Requests without an answer yet.</summary>
    public int InFlight => _connection.InFlight;

    /// <summary>Limits of the account as last told; null fields were never told.</summary>
    public RateLimitSnapshot? RateLimits { get; internal set; }

    /// <summary>How the protocol of the process compares with the supported one.</summary>
    public SchemaVerdict Schema => _schema;

    /// <summary>Whether this client put the thread into the memory of the process.</summary>
    public bool IsLoaded(string threadId) => _loaded.Contains(threadId);

    /// <summary>
    /// Follows a thread: subscribe before <c>turn/start</c>, and dispose when the turn is over. What came shortly before is
    /// replayed first. A sub-agent's thread can be followed likewise; what it asks is refused at once while nobody does.
    /// </summary>
    /// <exception cref="InvalidOperationException">The thread is followed already.</exception>
    /// <exception cref="AppServerDiedException">The process is gone.</exception>
    public ThreadSubscription Subscribe(string threadId)
    {
        _loaded.Use(threadId);
        return _connection.Subscribe(threadId);
    }

    /// <summary>The thread's turn is over: until somebody follows it again it can be put away at any time.</summary>
    public void MarkIdle(string threadId) => _loaded.Rest(threadId);

    /// <summary>It could not be put away.</summary>
    public void MarkBusy(string threadId) => _loaded.Use(threadId);

    /// <summary>
    /// The thread's turn could not be stopped and nobody will answer it. Refused, it would go on without what it asks for and end
    /// as if all was done; so what it asks stays unanswered, and it waits for the end of the process. Say so before the end of
    /// the subscription, and replace the process.
    /// </summary>
    public void Abandon(string threadId) => _connection.Abandon(threadId);

    /// <summary>Answers what Codex asked. False: it is answered or void already, or another process asked it.</summary>
    public ValueTask<bool> RespondAsync(ServerRequest request, ServerRequestResponse response, CancellationToken cancellationToken) =>
        _connection.RespondAsync(request, response, cancellationToken);

    /// <summary>Refuses what Codex asked with an error: an approval's item fails, the turn goes on. False as above.</summary>
    public ValueTask<bool> RejectAsync(ServerRequest request, string message, CancellationToken cancellationToken) =>
        _connection.RejectAsync(request, message, cancellationToken);

    internal void Judge(SchemaVerdict verdict)
    {
        _schema = verdict;
        _connection.Mistrust(verdict.Questions);
    }

    internal void Drain() => _draining = true;

    internal void End(DeathCertificate certificate)
    {
        _stopped.End();
        _ended.TrySetResult(certificate);
    }

    private async Task<TResult> CallAsync<TParams, TResult>(
        string method,
        TParams parameters,
        JsonTypeInfo<TParams> parametersType,
        JsonTypeInfo<TResult> resultType,
        CancellationToken cancellationToken)
    {
        try
        {
            return await _connection.CallAsync(method, parameters, parametersType, resultType, cancellationToken);
        }
        catch (AppServerTimeoutException error)
        {
            TimedOut?.Invoke(this, error);
            throw;
        }
    }
}
