namespace CodexA2A.Tasks;

/// <summary>Locks by <see cref="FileShare.None"/>: an advisory lock on Unix, a share mode on Windows; gone with its process.</summary>
public static class FileLocks
{
    /// <summary>True when the file could not be opened because another process holds it, and not for any other reason.</summary>
    public static bool IsHeld(IOException exception)
    {
        ArgumentNullException.ThrowIfNull(exception);
        return OperatingSystem.IsWindows()
            ? (exception.HResult & 0xFFFF) is 32 or 33
            : exception.HResult == (OperatingSystem.IsLinux() ? 11 : 35);
    }
}
