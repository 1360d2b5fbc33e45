namespace CodexA2A.Tasks;

/// <summary>Follows the links of paths as the kernel does, name by name. What it looks at may be an agent's to write: it ends whatever was prepared there.</summary>
public static class RealPaths
{
    /// <summary>As many as Linux follows.</summary>
    private const int MaxLinks = 40;

    /// <summary>
    /// The path without links; what of it does not exist yet stays as it is. Null where that cannot be told: links go in circles or are
    /// too many, or it is no path.
    /// </summary>
    /// <param name="path">A path.</param>
    /// <param name="from">Absolute path, without links, of the folder that relative ones start at; null for the current one.</param>
    public static string? Of(string path, string? from = null)
    {
        ArgumentNullException.ThrowIfNull(path);
        if (path.Length == 0 || path.Contains('\0', StringComparison.Ordinal))
        {
            return null;
        }

        try
        {
            return Walk(path, from ?? Environment.CurrentDirectory);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            return null;
        }
    }

    private static string? Walk(string path, string from)
    {
        var rest = new Stack<string>();
        var done = Take(path, from, rest);
        var links = 0;
        while (rest.TryPop(out var name))
        {
            // Also the folder above, which is that of where the links before it led.
            var next = Path.GetFullPath(name, done);
            if (new FileInfo(next).LinkTarget is not { } target)
            {
                done = next;
                continue;
            }

            if (++links > MaxLinks)
            {
                return null;
            }

            done = Take(target, done, rest);
        }

        return done;
    }

    /// <summary>Puts the names of a path before those that are left; gives where they start.</summary>
    private static string Take(string path, string from, Stack<string> rest)
    {
        var root = Path.GetPathRoot(path) ?? "";
        foreach (var name in path[root.Length..].Split([Path.DirectorySeparatorChar, Path.AltDirectorySeparatorChar], StringSplitOptions.RemoveEmptyEntries).Reverse())
        {
            rest.Push(name);
        }

        return root.Length == 0 ? from : Path.GetFullPath(root, from);
    }
}
