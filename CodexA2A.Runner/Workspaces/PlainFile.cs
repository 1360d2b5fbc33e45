using Microsoft.Win32.SafeHandles;

namespace CodexA2A.Runner.Workspaces;

/// <summary>
/// Reads a file whose place an agent may have prepared: a link, a pipe on whose other end nobody is, or a device without an end is
/// none, and no more is read than it had when it was opened.
/// </summary>
internal static class PlainFile
{
    /// <summary>Its bytes; null when there is no such file, or something else has the name.</summary>
    /// <param name="path">Where it is.</param>
    /// <param name="maxBytes">Most bytes of it.</param>
    /// <exception cref="InvalidDataException">It is larger.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static byte[]? Read(string path, long maxBytes)
    {
        using var file = Open(path);
        if (file is null || Length(file) is not { } length)
        {
            return null;
        }

        if (length > maxBytes)
        {
            throw new InvalidDataException($"It has {length} bytes, and at most {maxBytes} are read.");
        }

        var content = new byte[length];
        var filled = 0;
        while (filled < content.Length && RandomAccess.Read(file, content.AsSpan(filled), filled) is var read and > 0)
        {
            filled += read;
        }

        return filled == content.Length ? content : content[..filled];
    }

    private static SafeFileHandle? Open(string path)
    {
        if (!OperatingSystem.IsLinux())
        {
            return new FileInfo(path) is { Exists: true, LinkTarget: null } ? File.OpenHandle(path) : null;
        }

        // One could be opened, too.
        var handle = Directory.Exists(path) ? -1 : LinuxOpen.File(path);
        return handle >= 0 ? new SafeFileHandle(handle, ownsHandle: true) : null;
    }

    private static long? Length(SafeFileHandle file)
    {
        try
        {
            return RandomAccess.GetLength(file);
        }
        catch (Exception exception) when (exception is NotSupportedException or IOException or UnauthorizedAccessException)
        {
            // A pipe, or a folder.
            return null;
        }
    }
}
