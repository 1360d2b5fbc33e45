namespace CodexA2A.EndToEnd.Harness;

/// <summary>A script that stands for Codex, in a folder of its own; files in that folder tell it what to do, and what it did.</summary>
internal abstract class ScriptInFront : IDisposable
{
    private readonly string _folder;

    /// <param name="name">What it is, in one word.</param>
    /// <param name="lines">The script, for sh; it runs in its folder.</param>
    protected ScriptInFront(string name, string lines)
    {
        _folder = Directory.CreateTempSubdirectory($"codex-a2a-{name}-").FullName;
        File.WriteAllText(Executable, $"""
            #!/bin/sh
            cd "$(dirname "$0")" || exit
            {lines}
            """);
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(Executable, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }

    public string Executable => Path.Combine(_folder, "codex");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    protected void Put(string file) => File.WriteAllText(Path.Combine(_folder, file), "");

    protected void Remove(string file) => File.Delete(Path.Combine(_folder, file));

    protected Task FileAsync(string file, CancellationToken cancellationToken) =>
        Waiting.ForAsync(() => File.Exists(Path.Combine(_folder, file)), cancellationToken);
}
