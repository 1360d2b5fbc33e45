namespace CodexA2A.Runner.Threads;

/// <summary>A session's thread cannot be used; the turn ends with <see cref="Code"/>.</summary>
/// <param name="code">The reason word, for example <c>THREAD_LOCKED</c>.</param>
/// <param name="message">What happened and what to do, fit for clients.</param>
/// <param name="inner">What the log may say besides.</param>
internal sealed class ThreadUnusableException(string code, string message, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>The thread or its session is held by another process (contracts.md §6).</summary>
    public const string Locked = "THREAD_LOCKED";

    /// <summary>The thread is in the home of a runner that is gone.</summary>
    public const string Unreachable = "THREAD_UNREACHABLE";

    /// <summary>A thread that the client named does not exist any more.</summary>
    public const string Gone = "THREAD_GONE";

    /// <summary>Other turns of the thread did not end in time.</summary>
    public const string Busy = "THREAD_BUSY";

    /// <summary>Other turns in the folder did not end in time.</summary>
    public const string WorkspaceBusy = "WORKSPACE_BUSY";

    /// <summary>Nothing can be written to the Codex home.</summary>
    public const string HomeUnusable = "CODEX_HOME_UNUSABLE";

    /// <summary>The reason word.</summary>
    public string Code { get; } = code;
}
