using CodexA2A.Runner.AppServer.Protocol;

namespace CodexA2A.Runner.Sandbox;

/// <summary>
/// The sandbox that was last shown to keep its promise, where that is required: each turn names it then, because a project's own configuration
/// may have given its thread a wider one.
/// </summary>
internal sealed class ShownSandbox
{
    private volatile SandboxSubject? _subject;

    /// <summary>Set by whoever tried it; null where nothing was shown, or nothing is required.</summary>
    public SandboxSubject? Subject
    {
        get => _subject;
        set => _subject = value;
    }

    /// <summary>The policy of a turn in a folder; null leaves it at the thread's.</summary>
    public SandboxPolicy? In(string folder) => _subject?.At(folder).Policy;
}
