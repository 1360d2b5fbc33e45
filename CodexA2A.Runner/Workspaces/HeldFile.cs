namespace CodexA2A.Runner.Workspaces;

/// <summary>
/// Reads a file below a folder whose content an agent writes: each folder on the way is held, so that no link of the agent's leads out
/// of it, whatever it changes meanwhile.
/// </summary>
internal static class HeldFile
{
    private const int MaxDepth = 64;

    /// <summary>Its bytes; null when it is not below <paramref name="root"/>, no plain file, cannot be read, or is larger.</summary>
    /// <param name="root">A trusted path.</param>
    /// <param name="path">The file's, absolute.</param>
    /// <param name="maxBytes">Most bytes of it.</param>
    public static byte[]? Read(string root, string path, long maxBytes)
    {
        if (Names(root, path) is not { } names)
        {
            return null;
        }

        HeldFolder? folder = null;
        try
        {
            folder = HeldFolder.Open(root);
            foreach (var name in names.AsSpan(0, names.Length - 1))
            {
                using var outer = folder;
                folder = outer.Find(name);
                if (folder is null)
                {
                    return null;
                }
            }

            return PlainFile.Read(Path.Combine(folder.Path, names[^1]), maxBytes);
        }
        catch (Exception exception) when (exception is IOException or InvalidDataException or UnauthorizedAccessException or ArgumentException)
        {
            return null;
        }
        finally
        {
            folder?.Dispose();
        }
    }

    private static string[]? Names(string root, string path)
    {
        var above = Path.TrimEndingDirectorySeparator(root);
        if (path.Length <= above.Length + 1 || !path.StartsWith(above, StringComparison.Ordinal) || !IsSeparator(path[above.Length]))
        {
            return null;
        }

        var names = path[(above.Length + 1)..].Split(Path.DirectorySeparatorChar, Path.AltDirectorySeparatorChar);
        return names.Length <= MaxDepth && names.All(name => name is not ("" or "." or "..")) ? names : null;
    }

    private static bool IsSeparator(char c) => c == Path.DirectorySeparatorChar || c == Path.AltDirectorySeparatorChar;
}
