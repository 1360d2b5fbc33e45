using System.Text;
using CodexA2A.Runner.AppServer;
using CodexA2A.Runner.Workspaces;

namespace CodexA2A.Runner.Patches;

/// <summary>
/// A git directory of ours beside a workspace: it stores how the files are now, and nothing is written into the workspace or its
/// repository. It lies in the Codex home, which a sandboxed command cannot write.
/// </summary>
internal sealed class ShadowRepository(string folder, string root)
{
    private readonly Git _git = new(folder, root);

    /// <summary>git over it.</summary>
    public Git Git => _git;

    /// <summary>What it was made of, while it is nothing else; null of one that stores more, or may.</summary>
    public ShadowSource? Source { get; set; }

    /// <summary>Makes it; what the repository knows of unchanged files comes with its index, so that they are not read again.</summary>
    public static ShadowRepository Create(string folder, Repository repository)
    {
        CodexPaths.Private(folder);
        foreach (var name in (string[])["objects/info", "refs", "info"])
        {
            Directory.CreateDirectory(Path.Combine(folder, name));
        }

        File.WriteAllText(Path.Combine(folder, "HEAD"), "ref: refs/heads/none\n");
        File.WriteAllText(Path.Combine(folder, "config"), Configuration(repository));
        if (repository.Objects is { } objects)
        {
            File.WriteAllText(Path.Combine(folder, "objects/info/alternates"), objects + "\n");
        }

        CopyExisting(repository.Exclude, Path.Combine(folder, "info/exclude"), maxBytes: 1024 * 1024);
        CopyExisting(repository.Index, Path.Combine(folder, "index"), PatchLimits.IndexBytes);
        return new ShadowRepository(folder, repository.Root);
    }

    /// <summary>The files below <paramref name="scope"/> that are not as they are stored.</summary>
    /// <param name="scope">A folder from the top of the tree; empty for all of it.</param>
    /// <param name="gaps">Gets what could not be stored.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task<IReadOnlyList<string>> ChangedAsync(string scope, ISet<string> gaps, CancellationToken cancellationToken)
    {
        string[] within = scope.Length == 0 ? [] : ["--", scope];
        var listed = await _git.ReadAsync(["ls-files", "-z", "-m", "-o", "--exclude-standard", .. within], PatchLimits.ListBytes, default, cancellationToken);
        return Readable(Git.Split(listed).Distinct().ToArray(), gaps);
    }

    /// <summary>Stores files as they are now.</summary>
    public async Task StoreAsync(IReadOnlyList<string> changed, CancellationToken cancellationToken)
    {
        if (changed.Count > 0)
        {
            Source = null;
            var input = Encoding.UTF8.GetBytes(string.Concat(changed.Select(path => path + "\0")));
            await _git.ReadAsync(["update-index", "-z", "--add", "--remove", "--stdin"], PatchLimits.ListBytes, input, cancellationToken);
        }
    }

    /// <summary>The id of the tree that is stored.</summary>
    public async Task<string> TreeAsync(CancellationToken cancellationToken)
    {
        Source = null;
        return Encoding.ASCII.GetString(await _git.ReadAsync(["write-tree", "--missing-ok"], 1024, default, cancellationToken)).Trim();
    }

    /// <summary>From now on every difference is written as binary.</summary>
    public void TreatAsBinary() => File.WriteAllText(Path.Combine(folder, "info/attributes"), "* -diff\n");

    private string[] Readable(string[] paths, ISet<string> gaps)
    {
        if (paths.Length > PatchLimits.Files)
        {
            throw new NoPatchException(PatchGaps.TooMuch);
        }

        var all = 0L;
        var taken = new List<string>(paths.Length);
        foreach (var path in paths)
        {
            var file = new FileInfo(Path.Combine(root, path));
            if (path.EndsWith('/') || (file.Attributes != (FileAttributes)(-1) && file.Attributes.HasFlag(FileAttributes.Directory) && file.LinkTarget is null))
            {
                gaps.Add(PatchGaps.Nested);
            }
            else if (file.Exists && file.LinkTarget is null && file.Length > PatchLimits.FileBytes)
            {
                gaps.Add(PatchGaps.LargeFile);
            }
            else
            {
                all += file.Exists && file.LinkTarget is null ? file.Length : 0;
                taken.Add(path);
            }
        }

        return all > PatchLimits.AllBytes ? throw new NoPatchException(PatchGaps.TooMuch) : [.. taken];
    }

    /// <summary>Its file of settings.</summary>
    internal static string Configuration(Repository repository)
    {
        var core = repository.Settings.Where(setting => setting.Name.StartsWith("core.", StringComparison.Ordinal));
        var format = repository.Settings.FirstOrDefault(setting => setting.Name == "extensions.objectformat").Value;
        return $"[core]\n\trepositoryformatversion = {(format is null ? 0 : 1)}\n\tbare = false\n"
            + string.Concat(core.Select(setting => $"\t{setting.Name["core.".Length..]} = {setting.Value}\n"))
            + (format is null ? "" : $"[extensions]\n\tobjectformat = {format}\n");
    }

    /// <summary>An agent may have prepared it. With its time: git takes a file that is as old as the index for one that may have changed since.</summary>
    private static void CopyExisting(string? from, string to, long maxBytes)
    {
        if (from is null)
        {
            return;
        }

        try
        {
            var time = File.GetLastWriteTimeUtc(from);
            if (PlainFile.Read(from, maxBytes) is { } content)
            {
                File.WriteAllBytes(to, content);
                File.SetLastWriteTimeUtc(to, time);
            }
        }
        catch (InvalidDataException)
        {
            throw new NoPatchException(PatchGaps.TooMuch, "index");
        }
    }
}
