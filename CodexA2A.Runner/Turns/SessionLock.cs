namespace CodexA2A.Runner.Turns;

/// <summary>
/// The lock of one session in a Codex home, <c>&lt;CODEX_HOME&gt;/a2a-locks/&lt;sessionId&gt;</c>, held by whoever runs its turns
/// (contracts.md §6). The operating system gives it back when the process dies.
/// </summary>
internal sealed class SessionLock : IDisposable
{
    private readonly FileStream _file;

    private SessionLock(FileStream file) => _file = file;

    /// <summary>Takes the lock; null when another process holds it.</summary>
    public static SessionLock? TryTake(string codexHome, string sessionId)
    {
        var folder = Path.Combine(codexHome, "a2a-locks");
        Directory.CreateDirectory(folder);
        try
        {
            // FileShare.None is an advisory flock on Unix and a share mode on Windows. The file stays: deleting it would
            // let a third process lock a new file of the same name while the second still holds the old one.
            return new SessionLock(new FileStream(Path.Combine(folder, sessionId), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, 1));
        }
        catch (IOException)
        {
            return null;
        }
    }

    /// <inheritdoc />
    public void Dispose() => _file.Dispose();
}
