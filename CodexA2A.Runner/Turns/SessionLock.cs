using System.Security.Cryptography;
using CodexA2A.Runner.Threads;
using CodexA2A.Tasks;

namespace CodexA2A.Runner.Turns;

/// <summary>
/// The lock of one session in a Codex home, <c>&lt;CODEX_HOME&gt;/a2a-locks/&lt;sessionId&gt;</c>, held by whoever runs its turns
/// (contracts.md §6). The operating system gives it back when the process dies; its file goes with it.
/// </summary>
internal sealed class SessionLock : IDisposable
{
    private const string FolderName = "a2a-locks";

    private readonly string _path;
    private readonly FileStream _file;

    private SessionLock(string path, FileStream file)
    {
        _path = path;
        _file = file;
    }

    /// <summary>Takes the lock; null when another process holds it.</summary>
    /// <exception cref="ThreadUnusableException">It cannot be taken by anybody: the disk is full, or rights are missing.</exception>
    public static SessionLock? TryTake(string codexHome, string sessionId)
    {
        try
        {
            var folder = Path.Combine(codexHome, FolderName);
            Directory.CreateDirectory(folder);
            return TryTake(Path.Combine(folder, sessionId));
        }
        catch (IOException exception) when (FileLocks.IsHeld(exception))
        {
            return null;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new ThreadUnusableException(ThreadUnusableException.HomeUnusable,
                exception is UnauthorizedAccessException
                    ? "The service may not write to its Codex home. Whoever runs it must give it the right to; then send the message again."
                    : "The service cannot write to its Codex home; its disk may be full. Whoever runs it finds the cause in its log; then send the message again.",
                exception);
        }
    }

    /// <summary>Removes what processes left behind that were killed.</summary>
    public static void RemoveLeft(string codexHome)
    {
        var folder = Path.Combine(codexHome, FolderName);
        foreach (var file in Directory.Exists(folder) ? Directory.EnumerateFiles(folder) : [])
        {
            TryTake(codexHome, Path.GetFileName(file))?.Dispose();
        }
    }

    /// <inheritdoc />
    public void Dispose()
    {
        // While it is still held, so that nobody's file is removed but ours. Windows removes no file that is open: there it stays.
        if (!OperatingSystem.IsWindows())
        {
            Remove();
        }

        _file.Dispose();
    }

    private static SessionLock? TryTake(string path)
    {
        while (true)
        {
            // FileShare.None is an advisory flock on Unix and a share mode on Windows.
            var file = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, 1);
            try
            {
                if (OperatingSystem.IsWindows() || IsAt(path, file))
                {
                    return new SessionLock(path, file);
                }
            }
            catch
            {
                file.Dispose();
                throw;
            }

            // Its holder removed it between our opening and our locking: this file is nobody's lock any more.
            file.Dispose();
        }
    }

    /// <summary>Whether the path still names this very file: a time is written into it that no other has by chance.</summary>
    private static bool IsAt(string path, FileStream file)
    {
        var seconds = RandomNumberGenerator.GetInt32(int.MaxValue);
        File.SetLastWriteTimeUtc(file.SafeFileHandle, DateTime.UnixEpoch.AddSeconds(seconds).AddTicks(RandomNumberGenerator.GetInt32((int)TimeSpan.TicksPerSecond)));
        return File.GetLastWriteTimeUtc(file.SafeFileHandle) == File.GetLastWriteTimeUtc(path);
    }

    private void Remove()
    {
        try
        {
            File.Delete(_path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // It stays for its next holder.
        }
    }
}
