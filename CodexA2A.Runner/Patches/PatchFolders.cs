using CodexA2A.Runner.AppServer;

namespace CodexA2A.Runner.Patches;

/// <summary>Where it is stored how files were when turns began: a folder for each session in the Codex home, one for each task in it.</summary>
internal sealed class PatchFolders : IDisposable
{
    private readonly string _root;
    private readonly TimeProvider _time;
    private int _cleaned;

    public PatchFolders(CodexHome home, TimeProvider time)
    {
        (_root, _time) = (Path.Combine(home.Path, "a2a-patches"), time);
        Spares = new SpareShadows(_root);
    }

    /// <summary>Those that nobody needs, for the next turn.</summary>
    public SpareShadows Spares { get; }

    /// <summary>The folder of a task, which need not be there.</summary>
    /// <param name="key">Session and task, with a <c>/</c> between them.</param>
    public string Of(string key) => Path.Combine(_root, key);

    /// <summary>Removes what is there of a session, and the spares with it: they say which files there were.</summary>
    public void Forget(string session)
    {
        Spares.Clear();
        var folder = Of(session);
        if (Directory.Exists(folder))
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>Makes a spare of the folder of a task; false when it is not fit for one.</summary>
    /// <param name="shadow">What is in it.</param>
    /// <param name="folder">The folder.</param>
    /// <param name="name">The file that says whose beginning it is.</param>
    public bool Keep(ShadowRepository shadow, string folder, string name)
    {
        try
        {
            File.Delete(Path.Combine(folder, name));
            if (!Spares.Give(shadow, folder))
            {
                return false;
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return false;
        }

        DeleteSession(folder);
        return true;
    }

    /// <summary>Removes, once, what runners left behind that died and whose turns nobody went on with.</summary>
    public void Clean()
    {
        var folder = new DirectoryInfo(_root);
        if (Interlocked.Exchange(ref _cleaned, 1) == 0 && folder.Exists)
        {
            Spares.Clear();
            foreach (var left in folder.EnumerateDirectories().Where(left => _time.GetUtcNow() - left.LastWriteTimeUtc > PatchLimits.Keep))
            {
                Delete(left.FullName);
            }
        }
    }

    /// <summary>Removes a folder; one that cannot be goes with what is left behind.</summary>
    public static void Delete(string folder)
    {
        try
        {
            if (Directory.Exists(folder))
            {
                Directory.Delete(folder, recursive: true);
                DeleteSession(folder);
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // It goes later.
        }
    }

    /// <inheritdoc />
    public void Dispose() => Spares.Dispose();

    /// <summary>Where this was its only task.</summary>
    private static void DeleteSession(string folder)
    {
        try
        {
            Directory.Delete(Path.GetDirectoryName(folder)!);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // It has more of them.
        }
    }
}
