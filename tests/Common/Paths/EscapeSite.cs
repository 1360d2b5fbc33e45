namespace CodexA2A.Testing;

/// <summary>A workspace as an agent may have left it, with folders around it that nobody may name.</summary>
internal sealed class EscapeSite : IDisposable
{
    private readonly string _above = Directory.CreateTempSubdirectory("codex-a2a-paths-").FullName;

    public EscapeSite()
    {
        Root = Directory.CreateDirectory(Path.Combine(_above, "work")).FullName;
        Outside = Directory.CreateDirectory(Path.Combine(_above, "outside")).FullName;
        Directory.CreateDirectory(Path.Combine(Outside, "folder"));
        Directory.CreateDirectory(Root + "-beside");
        Directory.CreateDirectory(Path.Combine(Root, "sub", "below"));
        // In two characters; whoever asks for the one gets no other.
        Directory.CreateDirectory(Path.Combine(Root, "cafe\u0301"));
        File.WriteAllText(Path.Combine(Root, "file.txt"), "");
        File.WriteAllText(Path.Combine(Outside, "secret.txt"), "");
        foreach (var (name, target) in Links())
        {
            File.CreateSymbolicLink(Path.Combine(Root, name), target);
        }
    }

    /// <summary>The workspace.</summary>
    public string Root { get; }

    /// <summary>A folder beside it.</summary>
    public string Outside { get; }

    /// <summary>The path with the names of this site.</summary>
    public string In(string path) => path.Replace("{root}", Root, StringComparison.Ordinal).Replace("{outside}", Outside, StringComparison.Ordinal).Replace("{above}", _above, StringComparison.Ordinal);

    public void Dispose() => Directory.Delete(_above, recursive: true);

    private IEnumerable<(string Name, string Target)> Links() =>
    [
        ("out", Outside),
        ("relative", "../outside"),
        ("up", ".."),
        ("chain-1", "chain-2"),
        ("chain-2", "sub/../chain-3"),
        ("chain-3", Outside),
        ("dangling", Path.Combine(_above, "nothing")),
        ("dangling-inside", "nothing"),
        ("broken-name", "\ufffd"),
        ("sub/out", "../../outside"),
        ("via", "sub/../../outside"),
        ("via-up", "up/outside"),
        ("to-root", "/"),
        ("to-proc", "/proc/self/cwd"),
        ("to-file", Path.Combine(Outside, "secret.txt")),
        ("to-file-inside", "file.txt"),
        ("to-beside", Root + "-beside"),
        ("loop", "loop"),
        ("loop-a", "loop-b"),
        ("loop-b", "loop-a"),
        ("knot", "tie/x"),
        ("tie", "knot/y"),
        ("self", "."),
        // One more than any kernel follows; the last leads to a folder that is allowed.
        .. Enumerable.Range(1, 60).Select(n => ($"long-{n}", n == 60 ? "sub" : $"long-{n + 1}")),
    ];
}
