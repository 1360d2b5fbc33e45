using CodexA2A.Runner.AppServer.Protocol;

namespace CodexA2A.Runner.AppServer;

/// <summary>Calls that look at threads, change and copy them.</summary>
internal sealed partial class AppServerClient
{
    /// <summary><c>thread/read</c> without turns; works on threads that are not loaded, and on archived ones.</summary>
    public async Task<ThreadElement> ReadThreadElementAsync(string threadId, CancellationToken cancellationToken) =>
        await CallAsync("thread/read", new ThreadReadParams(threadId),
            AppServerJson.Default.ThreadReadParams, AppServerJson.Default.ThreadElement, cancellationToken);

    /// <summary>
    /// <c>thread/fork</c>: a new thread with the history of another, loaded or not, whoever has it. It is loaded, and nobody uses it:
    /// it must be given to whoever puts idle threads away.
    /// </summary>
    public async Task<ThreadForkResult> ForkThreadAsync(ThreadForkParams parameters, CancellationToken cancellationToken)
    {
        var result = await CallAsync("thread/fork", _threadConfig.Apply(parameters),
            AppServerJson.Default.ThreadForkParams, AppServerJson.Default.ThreadForkResult, cancellationToken);
        var threadId = result.Thread.TextOf("id") ?? "";
        _loaded.AddAhead(threadId);
        _sandboxes.Loaded(threadId, result.Sandbox);
        // It has the sandbox of the other one, as if that were loaded again.
        if (parameters.Sandbox is null && _sandboxes.Resumed(threadId, result.Sandbox))
            Unfenced?.Invoke(threadId);
        return result;
    }

    /// <summary><c>thread/unarchive</c>, with all that Codex says of the thread.</summary>
    public Task<ThreadElement> UnarchiveThreadElementAsync(string threadId, CancellationToken cancellationToken) =>
        CallAsync("thread/unarchive", new ThreadIdParams(threadId),
            AppServerJson.Default.ThreadIdParams, AppServerJson.Default.ThreadElement, cancellationToken);

    /// <summary><c>thread/metadata/update</c>; works on threads that are not loaded, not on archived ones.</summary>
    public Task<ThreadElement> UpdateThreadMetadataAsync(ThreadMetadataUpdateParams parameters, CancellationToken cancellationToken) =>
        CallAsync("thread/metadata/update", parameters,
            AppServerJson.Default.ThreadMetadataUpdateParams, AppServerJson.Default.ThreadElement, cancellationToken);

    /// <summary><c>thread/revert</c> of a loaded thread. Codex does it also in the middle of a turn, so see that none runs.</summary>
    public Task<ThreadElement> RevertThreadAsync(ThreadRevertParams parameters, CancellationToken cancellationToken) =>
        CallAsync("thread/revert", parameters,
            AppServerJson.Default.ThreadRevertParams, AppServerJson.Default.ThreadElement, cancellationToken);

    /// <summary><c>thread/compact/start</c> of a loaded thread: a turn of its own, whose end follows as <c>turn/completed</c>.</summary>
    public Task StartCompactionAsync(string threadId, CancellationToken cancellationToken) =>
        CallAsync("thread/compact/start", new ThreadIdParams(threadId),
            AppServerJson.Default.ThreadIdParams, AppServerJson.Default.EmptyResult, cancellationToken);
}
