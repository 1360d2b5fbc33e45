namespace CodexA2A.Benchmarks.Harness;

/// <summary>What every form of the service is told: folders, Codex, and a home of its own that asks the model.</summary>
internal static class CommonSettings
{
    /// <summary>The settings, as environment variables; <paramref name="more"/> wins.</summary>
    public static async Task<Dictionary<string, string>> OfAsync(
        BenchFolder folder, ModelProcess model, IReadOnlyDictionary<string, string>? more, CancellationToken cancellationToken)
    {
        var settings = new Dictionary<string, string>
        {
            ["A2A__DataDirectory"] = folder.New("data"),
            ["Runner__WorkspaceRoot"] = folder.Workspace,
            ["Codex__Executable"] = Places.Codex,
            ["Codex__Home"] = await model.NewHomeAsync(folder, cancellationToken),
        };
        foreach (var (name, value) in more ?? new Dictionary<string, string>())
        {
            settings[name] = value;
        }

        return settings;
    }
}
