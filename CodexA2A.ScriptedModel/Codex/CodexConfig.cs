using System.Globalization;
using System.Text;

namespace CodexA2A.ScriptedModel.Codex;

/// <summary>
/// What a Codex needs to know to use a scripted model: as <c>-c key=value</c> arguments or as a <c>config.toml</c>.
/// No key is needed unless <see cref="EnvironmentKey"/> is set.
/// </summary>
public sealed record CodexConfig
{
    /// <summary>The model with direct tools: commands, freeform patches, questions.</summary>
    public const string DirectModel = "scripted";

    /// <summary>The model in code mode: one tool that runs JavaScript.</summary>
    public const string CodeModel = "scripted-code";

    /// <summary>The file name of the model catalog inside a Codex home.</summary>
    public const string CatalogFileName = "scripted-models.json";

    /// <summary>The model server's address, ending in <c>/v1</c>.</summary>
    public required Uri BaseAddress { get; init; }

    /// <summary>Absolute path of the model catalog file; <see cref="WriteHomeAsync"/> and <see cref="WriteCatalogAsync"/> write it.</summary>
    public required string CatalogPath { get; init; }

    /// <summary><see cref="DirectModel"/> or <see cref="CodeModel"/>.</summary>
    public string Model { get; init; } = DirectModel;

    /// <summary>Name of the environment variable whose value Codex sends as bearer key, or null for no key.</summary>
    public string? EnvironmentKey { get; init; }

    /// <summary>Offer the model the tools of plans and questions, which Codex keeps back by default.</summary>
    public bool PlansAndQuestions { get; init; } = true;

    /// <summary>How often Codex repeats a refused request (its own default is 4).</summary>
    public int RequestMaxRetries { get; init; } = 1;

    /// <summary>How often Codex asks again after a broken stream (its own default is 5).</summary>
    public int StreamMaxRetries { get; init; } = 1;

    /// <summary>The configuration for a running server, with the catalog inside the given Codex home.</summary>
    public static CodexConfig For(ScriptedModelServer server, string codexHome)
    {
        ArgumentNullException.ThrowIfNull(server);
        return new CodexConfig
        {
            BaseAddress = server.BaseAddress,
            CatalogPath = Path.Combine(Path.GetFullPath(codexHome), CatalogFileName),
        };
    }

    /// <summary>The arguments for <c>codex</c>: <c>-c</c>, <c>key=value</c>, and so on.</summary>
    public IReadOnlyList<string> ToArguments() =>
        [.. Settings().SelectMany(setting => new[] { "-c", $"{setting.Key}={setting.Value}" })];

    /// <summary>The same as the text of a <c>config.toml</c>.</summary>
    public string ToToml()
    {
        // Dotted keys are valid TOML at the top level, so both forms come from one list.
        var text = new StringBuilder();
        foreach (var (key, value) in Settings())
        {
            text.Append(key).Append(" = ").Append(value).Append('\n');
        }

        return text.ToString();
    }

    /// <summary>Writes the catalog file that <see cref="CatalogPath"/> names.</summary>
    public async Task WriteCatalogAsync(CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(CatalogPath)!);
        await using var source = typeof(CodexConfig).Assembly.GetManifestResourceStream("catalog.json")
            ?? throw new InvalidOperationException("The model catalog is missing from the assembly.");
        await using var target = File.Create(CatalogPath);
        await source.CopyToAsync(target, cancellationToken);
    }

    /// <summary>Makes a Codex home: writes the catalog and <c>config.toml</c>, with further lines of TOML if given.</summary>
    public async Task WriteHomeAsync(string codexHome, CancellationToken cancellationToken, string? moreToml = null)
    {
        Directory.CreateDirectory(codexHome);
        await WriteCatalogAsync(cancellationToken);
        await File.WriteAllTextAsync(Path.Combine(codexHome, "config.toml"), ToToml() + moreToml, cancellationToken);
    }

    private IEnumerable<KeyValuePair<string, string>> Settings()
    {
        yield return new("model", Quote(Model));
        yield return new("model_provider", Quote("scripted"));
        yield return new("model_catalog_json", Quote(CatalogPath));
        yield return new("web_search", Quote("disabled"));
        yield return new("check_for_update_on_startup", "false");
        yield return new("suppress_unstable_features_warning", "true");
        yield return new("model_providers.scripted.name", Quote("Scripted model"));
        yield return new("model_providers.scripted.base_url", Quote(BaseAddress.ToString().TrimEnd('/')));
        yield return new("model_providers.scripted.wire_api", Quote("responses"));
        yield return new("model_providers.scripted.requires_openai_auth", "false");
        yield return new("model_providers.scripted.supports_websockets", "false");
        yield return new("model_providers.scripted.request_max_retries", Number(RequestMaxRetries));
        yield return new("model_providers.scripted.stream_max_retries", Number(StreamMaxRetries));
        if (PlansAndQuestions)
        {
            yield return new("tools.update_plan.enabled", "true");
            yield return new("features.default_mode_request_user_input", "true");
        }

        if (EnvironmentKey is not null)
        {
            yield return new("model_providers.scripted.env_key", Quote(EnvironmentKey));
        }
    }

    private static string Number(int value) => value.ToString(CultureInfo.InvariantCulture);

    // A TOML basic string; paths on Windows hold backslashes.
    private static string Quote(string value) =>
        $"\"{value.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\"";
}
