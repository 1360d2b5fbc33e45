using System.Globalization;

namespace CodexA2A.Tasks.InProcess;

/// <summary>The directory that holds everything of one installation: private to its user, used by one process at a time.</summary>
internal sealed class DataDirectory : IDisposable
{
    private const UnixFileMode Private = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private readonly FileStream _lock;

    private DataDirectory(string path, FileStream held)
    {
        Path = path;
        _lock = held;
    }

    /// <summary>Where it is.</summary>
    public string Path { get; }

    /// <summary>The database file.</summary>
    public string DatabaseFile => System.IO.Path.Combine(Path, "tasks.db");

    /// <summary>Makes the directory where it is missing, and takes it for this process.</summary>
    /// <exception cref="SeamUnavailableException">Another process has it, or it cannot be written.</exception>
    public static DataDirectory Open(string path)
    {
        path = System.IO.Path.GetFullPath(path);
        var holder = System.IO.Path.Combine(path, "pid");
        try
        {
            Create(path);
            // An advisory lock on Unix, a share mode on Windows; the system gives it back when the process dies. The file stays:
            // deleting it would let two processes each lock a file of that name.
            var held = new FileStream(System.IO.Path.Combine(path, "lock"), Options());
            try
            {
                // In a file of its own: nobody else may read the locked one.
                WriteHolder(holder);
                return new DataDirectory(path, held);
            }
            catch
            {
                held.Dispose();
                throw;
            }
        }
        catch (UnauthorizedAccessException exception)
        {
            throw new SeamUnavailableException($"The data directory {path} cannot be written: {exception.Message} Set A2A:DataDirectory to another.", exception);
        }
        catch (IOException exception)
        {
            throw new SeamUnavailableException(
                FileLocks.IsHeld(exception) && ReadHolder(holder) is { } pid
                    ? $"The data directory {path} is in use by process {pid}. Stop that process, or give this one another directory (A2A:DataDirectory)."
                    : $"The data directory {path} cannot be used: {exception.Message} Set A2A:DataDirectory to another, or mend this one.",
                exception);
        }
    }

    /// <inheritdoc />
    public void Dispose() => _lock.Dispose();

    private static void Create(string path)
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(path);
            return;
        }

        Directory.CreateDirectory(path, Private | UnixFileMode.UserExecute);
        File.SetUnixFileMode(path, Private | UnixFileMode.UserExecute);
    }

    private static FileStreamOptions Options()
    {
        var options = new FileStreamOptions { Mode = FileMode.OpenOrCreate, Access = FileAccess.ReadWrite, Share = FileShare.None, BufferSize = 0 };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = Private;
        }

        return options;
    }

    private static void WriteHolder(string path)
    {
        File.WriteAllText(path, Environment.ProcessId.ToString(CultureInfo.InvariantCulture));
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(path, Private);
        }
    }

    private static string? ReadHolder(string path)
    {
        try
        {
            return File.ReadAllText(path).Trim();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // Then the message does without.
            return null;
        }
    }
}
