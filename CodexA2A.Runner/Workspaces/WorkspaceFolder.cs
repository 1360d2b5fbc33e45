namespace CodexA2A.Runner.Workspaces;

/// <summary>The folder that a turn works in: the workspace root, or one below it that the request names.</summary>
internal static class WorkspaceFolder
{
    /// <summary>The reason of a folder that is not any more what it was when it was judged.</summary>
    public const string Changed = "WORKSPACE_CHANGED";

    private const string Field = "metadata.codex.directory";

    /// <summary>
    /// The real path of <paramref name="directory"/>, relative ones taken from <paramref name="root"/>. Links are followed before
    /// the comparison, so that none leads out.
    /// </summary>
    /// <exception cref="A2AException">InvalidParams: outside the root, or no folder. WORKSPACE_MISSING: the root itself is not there.</exception>
    public static string Resolve(string root, string? directory)
    {
        var realRoot = RootOf(root);
        if (directory is null)
        {
            return realRoot;
        }

        var real = RealPath(Path.GetFullPath(directory, realRoot));
        return !IsInside(realRoot, real) ? throw A2AException.InvalidParams(Field, "is outside the workspace")
            : !Directory.Exists(real) ? throw A2AException.InvalidParams(Field, "names no folder of the workspace")
            : real;
    }

    /// <summary>
    /// Judges again a folder that <see cref="Resolve"/> gave, directly before it is one that commands may write: a link that was put
    /// on its way meanwhile would lead their sandbox elsewhere.
    /// </summary>
    /// <exception cref="A2AException">WORKSPACE_CHANGED: it leads elsewhere now, or is gone. WORKSPACE_MISSING: the root itself is not there.</exception>
    public static void Confirm(string root, string folder)
    {
        if (!IsInside(RootOf(root), folder) || RealPath(folder) != folder || !Directory.Exists(folder))
        {
            throw new A2AException(A2AErrorCode.UnsupportedOperation, "The folder is not any more what it was when it was looked at: a part of its path was removed, or leads elsewhere now. Look at it, then ask again.")
            {
                Reason = Changed,
            };
        }
    }

    /// <summary>The real path of what a request names in the workspace, relative to <paramref name="folder"/>; null where it is outside, or not there.</summary>
    public static string? Find(string root, string folder, string path)
    {
        var realRoot = RealPath(Path.GetFullPath(root));
        var real = RealPath(Path.GetFullPath(path, folder));
        return IsInside(realRoot, real) && (File.Exists(real) || Directory.Exists(real)) ? real : null;
    }

    private static string RootOf(string root)
    {
        var real = RealPath(Path.GetFullPath(root));
        return Directory.Exists(real) ? real
            : throw new A2AException(A2AErrorCode.Unavailable, "The workspace folder of the service is not there. Whoever runs it must bring it back; then send the message again.")
            {
                Reason = "WORKSPACE_MISSING",
            };
    }

    private static bool IsInside(string root, string path) =>
        path == root || path.StartsWith(Path.TrimEndingDirectorySeparator(root) + Path.DirectorySeparatorChar, StringComparison.Ordinal);

    /// <summary>Follows every link on the way of an absolute path, not only the last one.</summary>
    internal static string RealPath(string path)
    {
        var real = Path.GetPathRoot(path) ?? "/";
        foreach (var name in path[real.Length..].Split(Path.DirectorySeparatorChar, StringSplitOptions.RemoveEmptyEntries))
        {
            real = Path.Combine(real, name);
            if (LinkTarget(real) is { } target)
            {
                // A link may lead through further links.
                real = target.FullName == real ? real : RealPath(target.FullName);
            }
        }

        return real;
    }

    private static FileSystemInfo? LinkTarget(string path)
    {
        try
        {
            return new DirectoryInfo(path).ResolveLinkTarget(returnFinalTarget: true);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // Not there, or not to be seen: it leads nowhere, and whether it is a folder is asked next.
            return null;
        }
    }
}
