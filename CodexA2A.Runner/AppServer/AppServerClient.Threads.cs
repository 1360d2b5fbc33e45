using CodexA2A.Runner.AppServer.Protocol;

namespace CodexA2A.Runner.AppServer;

/// <summary>Calls about threads.</summary>
internal sealed partial class AppServerClient
{
    /// <summary><c>thread/start</c>: a new thread, loaded, to be followed at once.</summary>
    public async Task<ThreadStartResult> StartThreadAsync(ThreadStartParams parameters, CancellationToken cancellationToken)
    {
        string? threadId = null;
        _connection.BeginStart();
        try
        {
            var result = await CallStartAsync(parameters, cancellationToken);
            _loaded.Add(threadId = result.Thread.Id);
            Note(parameters, result);
            return result;
        }
        finally
        {
            _connection.EndStart(threadId);
        }
    }

    /// <summary>The same for a thread that nobody needs yet: it does not count as used before somebody follows it.</summary>
    public async Task<ThreadStartResult> StartThreadAheadAsync(ThreadStartParams parameters, CancellationToken cancellationToken)
    {
        var result = await CallStartAsync(parameters, cancellationToken);
        _loaded.AddAhead(result.Thread.Id);
        Note(parameters, result);
        return result;
    }

    /// <summary>
    /// <c>thread/resume</c>: loads a thread from disk, to be followed at once. The error tells why not: <see cref="AppServerRequestException.IsThreadGone"/>,
    /// <see cref="AppServerRequestException.IsActiveWriter"/>, <see cref="AppServerRequestException.IsArchived"/>.
    /// </summary>
    public async Task<ThreadStartResult> ResumeThreadAsync(ThreadResumeParams parameters, CancellationToken cancellationToken)
    {
        _connection.Await(parameters.ThreadId);
        try
        {
            var result = await CallAsync("thread/resume", _threadConfig.Apply(parameters),
                AppServerJson.Default.ThreadResumeParams, AppServerJson.Default.ThreadStartResult, cancellationToken);
            _loaded.Add(result.Thread.Id);
            _sandboxes.Loaded(result.Thread.Id, result.Sandbox);
            if (parameters.Sandbox is { } mode)
                _sandboxes.Asked(result.Thread.Id, mode, result.Sandbox);
            else if (_sandboxes.Resumed(result.Thread.Id, result.Sandbox))
                Unfenced?.Invoke(result.Thread.Id);
            return result;
        }
        catch
        {
            _connection.GiveUp(parameters.ThreadId);
            throw;
        }
    }

    /// <summary>The sandbox that each turn of a loaded thread is to be given; null keeps what the thread has.</summary>
    public SandboxPolicy? SandboxOf(string threadId) => _sandboxes.OfTurn(threadId);

    /// <inheritdoc cref="ThreadSandboxes.HasMoreThan" />
    public bool HasMoreThan(string threadId, SandboxPolicy policy) => _sandboxes.HasMoreThan(threadId, policy);

    /// <summary><c>thread/read</c>; works on threads that are not loaded.</summary>
    public async Task<CodexThread> ReadThreadAsync(string threadId, bool includeTurns, CancellationToken cancellationToken) =>
        (await CallAsync("thread/read", new ThreadReadParams(threadId, includeTurns),
            AppServerJson.Default.ThreadReadParams, AppServerJson.Default.ThreadResult, cancellationToken)).Thread;

    /// <summary><c>thread/turns/list</c>: one page, newest first.</summary>
    public Task<ThreadTurnsListResult> ListTurnsAsync(ThreadTurnsListParams parameters, CancellationToken cancellationToken) =>
        CallAsync("thread/turns/list", parameters,
            AppServerJson.Default.ThreadTurnsListParams, AppServerJson.Default.ThreadTurnsListResult, cancellationToken);

    /// <summary><c>thread/items/list</c>: one page, oldest first.</summary>
    public Task<ThreadItemsListResult> ListItemsAsync(ThreadItemsListParams parameters, CancellationToken cancellationToken) =>
        CallAsync("thread/items/list", parameters,
            AppServerJson.Default.ThreadItemsListParams, AppServerJson.Default.ThreadItemsListResult, cancellationToken);

    /// <summary><c>thread/archive</c>: out of memory, and hidden until it is unarchived.</summary>
    public async Task ArchiveThreadAsync(string threadId, CancellationToken cancellationToken)
    {
        await CallAsync("thread/archive", new ThreadIdParams(threadId),
            AppServerJson.Default.ThreadIdParams, AppServerJson.Default.EmptyResult, cancellationToken);
        _loaded.Remove(threadId);
        _sandboxes.Unloaded(threadId);
    }

    /// <summary><c>thread/unarchive</c>; the thread is then resumed before its next turn.</summary>
    public async Task<CodexThread> UnarchiveThreadAsync(string threadId, CancellationToken cancellationToken) =>
        (await CallAsync("thread/unarchive", new ThreadIdParams(threadId),
            AppServerJson.Default.ThreadIdParams, AppServerJson.Default.ThreadResult, cancellationToken)).Thread;

    /// <summary><c>thread/delete</c>: its record and its rows are gone, for ever.</summary>
    public async Task DeleteThreadAsync(string threadId, CancellationToken cancellationToken)
    {
        await CallAsync("thread/delete", new ThreadIdParams(threadId),
            AppServerJson.Default.ThreadIdParams, AppServerJson.Default.EmptyResult, cancellationToken);
        _loaded.Remove(threadId);
        _sandboxes.Unloaded(threadId);
    }

    /// <summary>
    /// <c>thread/unsubscribe</c>: with <c>thread_unload_delay_secs=0</c>, as we start Codex, the thread leaves memory at once
    /// and another process may take it; resume it before its next turn.
    /// </summary>
    public async Task<ThreadUnsubscribeResult> UnsubscribeThreadAsync(string threadId, CancellationToken cancellationToken)
    {
        var result = await CallAsync("thread/unsubscribe", new ThreadIdParams(threadId),
            AppServerJson.Default.ThreadIdParams, AppServerJson.Default.ThreadUnsubscribeResult, cancellationToken);
        _loaded.Remove(threadId);
        _sandboxes.Unloaded(threadId);
        return result;
    }

    /// <summary><c>thread/loaded/list</c>: one page of ids.</summary>
    public Task<ThreadLoadedListResult> ListLoadedThreadsAsync(ThreadLoadedListParams parameters, CancellationToken cancellationToken) =>
        CallAsync("thread/loaded/list", parameters,
            AppServerJson.Default.ThreadLoadedListParams, AppServerJson.Default.ThreadLoadedListResult, cancellationToken);

    /// <summary><c>thread/name/set</c>.</summary>
    public Task SetThreadNameAsync(string threadId, string name, CancellationToken cancellationToken) =>
        CallAsync("thread/name/set", new ThreadSetNameParams(threadId, name),
            AppServerJson.Default.ThreadSetNameParams, AppServerJson.Default.EmptyResult, cancellationToken);

    /// <summary><c>thread/backgroundTerminals/list</c>: commands that outlived their turn.</summary>
    public Task<BackgroundTerminalsListResult> ListBackgroundTerminalsAsync(string threadId, CancellationToken cancellationToken) =>
        CallAsync("thread/backgroundTerminals/list", new BackgroundTerminalsListParams(threadId),
            AppServerJson.Default.BackgroundTerminalsListParams, AppServerJson.Default.BackgroundTerminalsListResult, cancellationToken);

    /// <summary><c>thread/backgroundTerminals/clean</c>: kills them; their <c>item/completed</c> follows.</summary>
    public Task CleanBackgroundTerminalsAsync(string threadId, CancellationToken cancellationToken) =>
        CallAsync("thread/backgroundTerminals/clean", new ThreadIdParams(threadId),
            AppServerJson.Default.ThreadIdParams, AppServerJson.Default.EmptyResult, cancellationToken);

    /// <inheritdoc cref="StoppedCommands.Of" />
    public StoppedTurn StoppedTurnOf(string threadId) => _stopped.Of(threadId);

    private void Note(ThreadStartParams parameters, ThreadStartResult result)
    {
        _sandboxes.Loaded(result.Thread.Id, result.Sandbox);
        if (parameters.Sandbox is { } mode)
            _sandboxes.Asked(result.Thread.Id, mode, result.Sandbox);
        else
            _sandboxes.Started(result.Sandbox);
    }

    private Task<ThreadStartResult> CallStartAsync(ThreadStartParams parameters, CancellationToken cancellationToken) =>
        CallAsync("thread/start", _threadConfig.Apply(parameters),
            AppServerJson.Default.ThreadStartParams, AppServerJson.Default.ThreadStartResult, cancellationToken);
}
