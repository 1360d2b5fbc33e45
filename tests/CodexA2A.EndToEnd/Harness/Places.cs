namespace CodexA2A.EndToEnd.Harness;

/// <summary>Where the repository's own parts are: found from the test's output folder upwards, never by a fixed path.</summary>
internal static class Places
{
    /// <summary>The folder of the solution.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>The pinned native Codex, installed by test.sh.</summary>
    public static string Codex { get; } = FindCodex();

    /// <summary>The Codex that plays faults.</summary>
    public static string FakeCodex { get; } = Path.Combine(AppContext.BaseDirectory, "fake-codex");

    /// <summary>The built service: a native executable named by CODEX_A2A_TEST_SERVICE, else the library that dotnet runs.</summary>
    public static string Service { get; } =
        Environment.GetEnvironmentVariable("CODEX_A2A_TEST_SERVICE") ?? Path.Combine(AppContext.BaseDirectory, "codex-a2a.dll");

    /// <summary>Takes the variables that steer these tests out of a child's environment: the command warns of names it does not know.</summary>
    public static void RemoveOwnVariables(IDictionary<string, string?> environment)
    {
        environment.Remove("CODEX_A2A_TEST_SERVICE");
        environment.Remove("CODEX_A2A_TEST_CODEX");
        environment.Remove("CODEX_A2A_CHAOS");
        environment.Remove("CODEX_A2A_CANCELS");
        environment.Remove("CODEX_A2A_CHAOS_SEED");
    }

    private static string FindRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "CodexA2A.sln")))
            {
                return folder.FullName;
            }
        }

        throw new InvalidOperationException("These tests run from inside the repository: no CodexA2A.sln above the output folder.");
    }

    private static string FindCodex()
    {
        if (Environment.GetEnvironmentVariable("CODEX_A2A_TEST_CODEX") is { Length: > 0 } given)
        {
            return given;
        }

        var modules = Path.Combine(Root, "tests", "codex", "node_modules", "@openai");
        var found = Directory.Exists(modules)
            ? Directory.EnumerateFiles(modules, "codex", new EnumerationOptions { RecurseSubdirectories = true })
                .FirstOrDefault(path => path.Contains("vendor", StringComparison.Ordinal) && path.EndsWith("/bin/codex", StringComparison.Ordinal))
            : null;
        return found ?? throw new InvalidOperationException("Codex is not installed: run ./test.sh, or npm ci --ignore-scripts in tests/codex.");
    }
}
