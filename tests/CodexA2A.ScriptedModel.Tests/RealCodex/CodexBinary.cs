namespace CodexA2A.ScriptedModel.Tests.RealCodex;

/// <summary>Finds the pinned Codex: CODEX_A2A_TEST_CODEX, else the npm install in tests/codex.</summary>
internal static class CodexBinary
{
    public static string Find()
    {
        if (Environment.GetEnvironmentVariable("CODEX_A2A_TEST_CODEX") is { Length: > 0 } given)
        {
            return File.Exists(given) ? given : throw new FileNotFoundException($"CODEX_A2A_TEST_CODEX names no file: {given}");
        }

        var packages = Path.Combine(Repository.Root, "tests", "codex", "node_modules", "@openai");
        var name = OperatingSystem.IsWindows() ? "codex.exe" : "codex";
        var found = Directory.Exists(packages)
            ? Directory.EnumerateDirectories(packages, "codex-*")
                .SelectMany(package => Directory.EnumerateFiles(package, name, SearchOption.AllDirectories))
                .FirstOrDefault(file => Path.GetFileName(Path.GetDirectoryName(file)) == "bin")
            : null;
        return found ?? throw new FileNotFoundException(
            "The pinned Codex is not installed. Run 'npm ci --ignore-scripts' in tests/codex, or set CODEX_A2A_TEST_CODEX to its native binary.");
    }
}
