using CodexA2A.Tasks;

namespace CodexA2A.Runner.Workspaces;

/// <summary>The folder that a turn works in: the workspace root, or another that the request names and <see cref="WorkspaceRoots"/> allow.</summary>
internal static class WorkspaceFolder
{
    /// <summary>The reason of a folder that is not any more what it was when it was judged.</summary>
    public const string Changed = "WORKSPACE_CHANGED";

    private const string Field = "metadata.codex.directory";

    /// <summary>
    /// The real path of <paramref name="directory"/>, relative ones taken from the workspace root. Links are followed before
    /// the comparison, so that none leads out.
    /// </summary>
    /// <exception cref="A2AException">InvalidParams: outside, or no folder. WORKSPACE_MISSING: the root itself is not there.</exception>
    public static string Resolve(WorkspaceRoots roots, string? directory)
    {
        var root = RootOf(roots);
        if (directory is null)
        {
            return root;
        }

        var real = roots.Resolve(directory) ?? throw A2AException.InvalidParams(Field, "is outside the workspace");
        return Directory.Exists(real) ? real : throw A2AException.InvalidParams(Field, "names no folder of the workspace");
    }

    /// <summary>
    /// Judges again a folder that <see cref="Resolve"/> gave, directly before it is one that commands may write: a link that was put
    /// on its way meanwhile would lead their sandbox elsewhere.
    /// </summary>
    /// <exception cref="A2AException">WORKSPACE_CHANGED: it leads elsewhere now, or is gone. WORKSPACE_MISSING: the root itself is not there.</exception>
    public static void Confirm(WorkspaceRoots roots, string folder)
    {
        RootOf(roots);
        if (!roots.Contains(folder) || RealPaths.Of(folder) != folder || !Directory.Exists(folder))
        {
            throw new A2AException(A2AErrorCode.UnsupportedOperation, "The folder is not any more what it was when it was looked at: a part of its path was removed, or leads elsewhere now. Look at it, then ask again.")
            {
                Reason = Changed,
            };
        }
    }

    /// <summary>The real path of what a request names in the workspace, relative to <paramref name="folder"/>; null where it is outside, or not there.</summary>
    public static string? Find(WorkspaceRoots roots, string folder, string path) =>
        roots.Resolve(path, folder) is { } real && (File.Exists(real) || Directory.Exists(real)) ? real : null;

    private static string RootOf(WorkspaceRoots roots)
    {
        var real = roots.RealRoot;
        return Directory.Exists(real) ? real
            : throw new A2AException(A2AErrorCode.Unavailable, "The workspace folder of the service is not there. Whoever runs it must bring it back; then send the message again.")
            {
                Reason = "WORKSPACE_MISSING",
            };
    }

    /// <summary>Follows every link on the way of an absolute path; where that cannot be, the path as it is.</summary>
    internal static string RealPath(string path) => RealPaths.Of(path) ?? path;
}
