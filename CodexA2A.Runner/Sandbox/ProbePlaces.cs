using System.Security.Cryptography;

namespace CodexA2A.Runner.Sandbox;

/// <summary>Where a probe writes and reads: fresh folders of the service's own, removed with it.</summary>
internal sealed class ProbePlaces : IDisposable
{
    private readonly List<ProbeFolder> _folders = [];

    private ProbePlaces()
    {
    }

    /// <summary>A file that is not there, where a confined command may not write; null where there is no such place.</summary>
    public string? Outside { get; private set; }

    /// <summary>A file in CODEX_HOME; null where none could be made.</summary>
    public string? HomeCanary { get; private set; }

    /// <summary>A file in the data directory; null where there is none.</summary>
    public string? DataCanary { get; private set; }

    /// <summary>Makes them.</summary>
    public static ProbePlaces Make(ProbeSite site)
    {
        var places = new ProbePlaces();
        places.HomeCanary = places.Canary(site.CodexHome);
        places.DataCanary = site.DataDirectory is { } data ? places.Canary(data) : null;
        places.Outside = Candidates(site)
            .Where(folder => !site.Writable.Any(root => Contains(root, folder)))
            .Select(places.Folder).FirstOrDefault(folder => folder is not null) is { } found ? Path.Combine(found, "written") : null;
        return places;
    }

    /// <summary>Whether the folder is the root or below it; both absolute.</summary>
    public static bool Contains(string root, string folder) =>
        Path.GetRelativePath(root, folder) is var relative && relative != ".." && !relative.StartsWith("../", StringComparison.Ordinal) && !Path.IsPathRooted(relative);

    /// <inheritdoc />
    public void Dispose()
    {
        foreach (var folder in _folders)
        {
            folder.Dispose();
        }
    }

    /// <summary>Every folder that some probe may have been made in.</summary>
    public static IEnumerable<string> Parents(ProbeSite site) => ((string?[])[site.CodexHome, site.DataDirectory, site.UserHome, "/var/tmp"]).OfType<string>();

    private static IEnumerable<string> Candidates(ProbeSite site) => Parents(site).Where(Directory.Exists).Select(Workspaces.WorkspaceFolder.RealPath);

    private string? Canary(string parent)
    {
        try
        {
            if (Folder(parent) is not { } folder)
            {
                return null;
            }

            var file = Path.Combine(folder, "canary");
            File.WriteAllText(file, RandomNumberGenerator.GetHexString(16, lowercase: true));
            return file;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private string? Folder(string parent)
    {
        if (!Directory.Exists(parent))
        {
            return null;
        }

        try
        {
            var folder = new ProbeFolder(parent);
            _folders.Add(folder);
            return folder.Path;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}

/// <summary>Where a probe is made; absolute paths.</summary>
/// <param name="Workspace">The folder that it runs in, links followed.</param>
/// <param name="CodexHome">Codex's home.</param>
/// <param name="DataDirectory">The service's data directory; null where there is none.</param>
/// <param name="UserHome">The home of the service's user; null where it is not known.</param>
internal sealed record ProbeSite(string Workspace, string CodexHome, string? DataDirectory, string? UserHome)
{
    /// <summary>Where a command may write, or might: what is below is not outside.</summary>
    public IReadOnlyList<string> Writable { get; init; } = [Workspace, "/tmp", Workspaces.WorkspaceFolder.RealPath(Path.GetTempPath())];

    /// <summary>Processes whose environment is the service's.</summary>
    public IReadOnlyList<int> Processes { get; init; } = [];
}
