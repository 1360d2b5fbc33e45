namespace CodexA2A.Api.Hosting;

/// <summary>Says whether a path lies in a folder once every symbolic link on the way is followed.</summary>
internal static class WorkspacePath
{
    private const int MaxLinks = 40;

    /// <summary>The real path of <paramref name="path"/> (relative ones start at the root), or null when it is not inside <paramref name="root"/>.</summary>
    public static string? Resolve(string root, string path)
    {
        if (path.Length == 0 || path.Contains('\0', StringComparison.Ordinal)) return null;
        var realRoot = Real(Path.GetFullPath(root));
        if (realRoot is null) return null;
        var real = Real(Path.GetFullPath(path, realRoot));
        return real is not null && IsInside(realRoot, real) ? real : null;
    }

    private static bool IsInside(string root, string path) =>
        path == root || path.StartsWith(Path.EndsInDirectorySeparator(root) ? root : root + Path.DirectorySeparatorChar, StringComparison.Ordinal);

    /// <summary>The path without links; the part that does not exist yet stays as it is. Null when links go in circles or cannot be read.</summary>
    private static string? Real(string path)
    {
        var done = Path.GetPathRoot(path)!;
        var rest = new Stack<string>(Segments(path).Reverse());
        var links = 0;
        try
        {
            while (rest.TryPop(out var segment))
            {
                var next = Path.GetFullPath(segment, done);
                if (new FileInfo(next).LinkTarget is not { } target)
                {
                    done = next;
                    continue;
                }

                if (++links > MaxLinks) return null;
                var full = Path.GetFullPath(target, done);
                foreach (var part in Segments(full).Reverse())
                {
                    rest.Push(part);
                }

                done = Path.GetPathRoot(full)!;
            }

            return done;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static string[] Segments(string path) =>
        path[Path.GetPathRoot(path)!.Length..].Split(Path.DirectorySeparatorChar, StringSplitOptions.RemoveEmptyEntries);
}
