namespace CodexA2A.Benchmarks.Harness;

/// <summary>Where the repository's own parts are: found from the output folder upwards.</summary>
internal static class Places
{
    /// <summary>The folder of the solution.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>The pinned native Codex; CODEX_CLI_BIN names another.</summary>
    public static string Codex { get; } = Environment.GetEnvironmentVariable("CODEX_CLI_BIN") ?? FindCodex();

    /// <summary>The command line's own build: what a user runs, not a copy beside this program.</summary>
    public static string Service { get; } = Path.Combine(Root, "CodexA2A.Cli", "bin", "Release", "net10.0", "codex-a2a.dll");

    /// <summary>The scripted model.</summary>
    public static string Model { get; } = Path.Combine(Root, "CodexA2A.ScriptedModel", "bin", "Release", "net10.0", "CodexA2A.ScriptedModel.dll");

    /// <summary>The fake Codex of the tests, which says as much as it is asked to.</summary>
    public static string FakeCodex { get; } = Path.Combine(Root, "tests", "CodexA2A.FakeCodex", "bin", "Release", "net10.0", "fake-codex");

    private static string FindRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "CodexA2A.sln")))
            {
                return folder.FullName;
            }
        }

        throw new InvalidOperationException("The benchmarks run from inside the repository: no CodexA2A.sln above the output folder.");
    }

    private static string FindCodex() =>
        Directory.EnumerateFiles(Path.Combine(Root, "tests", "codex", "node_modules", "@openai"), "codex", new EnumerationOptions { RecurseSubdirectories = true })
            .FirstOrDefault(path => path.Contains("vendor", StringComparison.Ordinal) && path.EndsWith("/bin/codex", StringComparison.Ordinal))
        ?? throw new InvalidOperationException("Codex is not installed: npm ci --ignore-scripts in tests/codex.");
}
