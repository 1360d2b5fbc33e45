using CodexA2A.Cli.Configuration;
using CodexA2A.Cli.Hosting;
using CodexA2A.Runner.AppServer;
using CodexA2A.Runner.AppServer.Envelope;
using Microsoft.Extensions.Logging.Abstractions;

namespace CodexA2A.Cli.Doctor;

/// <summary>Looks at this machine, and leaves it as it is.</summary>
internal static class MachineProbe
{
    private static readonly TimeSpan ToolLimit = TimeSpan.FromSeconds(15);

    /// <summary>Everything that <see cref="Diagnosis"/> judges.</summary>
    public static async Task<MachineFacts> CollectAsync(
        ServiceSettings settings, EnvironmentTranslation environment, CancellationToken cancellationToken)
    {
        var configuration = new ConfigurationBuilder().AddEnvironmentVariables().AddInMemoryCollection(settings).Build();
        var variables = LaunchPlanner.ParentEnvironment();
        var codex = await CodexAsync(settings, variables, cancellationToken);
        var login = Login(settings, variables);
        // Without its home Codex does not get as far as the sandbox.
        var sandbox = codex.File is null || codex.Version is null || login is { Own: false, Exists: false } || OperatingSystem.IsWindows()
            || configuration["Codex:SandboxMode"] is SandboxModes.External or SandboxModes.None
            ? null
            : await SandboxAsync(codex.File, cancellationToken);
        var workspace = configuration["Runner:WorkspaceRoot"] ?? configuration["A2A:WorkspaceRoot"] ?? Environment.CurrentDirectory;
        var data = DataFolder.Choose(configuration["A2A:DataDirectory"]);
        return new MachineFacts
        {
            Runtime = Environment.Version,
            Environment = environment,
            Mistakes = [.. ServiceHost.FindMistakes(settings, ServiceForm.Of(ServiceRole.All, settings)).Select(settings.Explain).Where(mistake => !IsToldElsewhere(mistake, environment))],
            Codex = codex,
            OnSchemaDrift = configuration["Codex:OnSchemaDrift"] ?? SchemaPolicy.Refuse,
            Login = login,
            SandboxMode = configuration["Codex:SandboxMode"],
            SandboxWorks = sandbox?.Works,
            SandboxSays = sandbox?.Says,
            Sandbox = sandbox is { Works: true } && Directory.Exists(workspace)
                ? await ConfinedProbe.TryAsync(codex.File!, CodexPreparation.Options(settings), login.Home, data, workspace, variables, cancellationToken) : null,
            Port = PortProbe.Try(configuration),
            Workspace = FolderProbe.Try(workspace),
            Data = FolderProbe.Try(data),
            DataHolder = FolderProbe.Holder(data),
            Credentials = HasCredentials(configuration.GetSection("A2A")),
            RedisConfigured = !string.IsNullOrEmpty(configuration.GetConnectionString("redis")),
        };
    }

    private static async Task<CodexFact> CodexAsync(
        IReadOnlyDictionary<string, string?> settings, IReadOnlyDictionary<string, string> variables, CancellationToken cancellationToken)
    {
        var options = CodexPreparation.Options(settings);
        var locator = new CodexLocator(TimeProvider.System, NullLogger<CodexLocator>.Instance);
        try
        {
            if (await locator.FindAsync(options, variables, cancellationToken) is not { } found)
            {
                var npm = await RunAsync(OperatingSystem.IsWindows() ? "npm.cmd" : "npm", ["--version"], cancellationToken);
                return new CodexFact(null, null, false, options.SupportedVersions, npm is { ExitCode: 0 } ? npm.Output.Trim() : null);
            }

            var version = await locator.ReadVersionAsync(found.File, cancellationToken);
            var fits = version is not null
                && (options.AllowUnsupportedVersion || CodexVersionRange.Parse(options.SupportedVersions).Contains(version));
            return new CodexFact(found.File, version?.ToString(), fits, options.SupportedVersions, null)
            {
                Protocol = version is null ? null : await ProtocolAsync(found, cancellationToken),
            };
        }
        catch (CodexUnavailableException e)
        {
            return new CodexFact(null, null, false, options.SupportedVersions, null, (e.Message, e.Fix));
        }
    }

    private static async Task<ProtocolFact> ProtocolAsync(CodexExecutable codex, CancellationToken cancellationToken)
    {
        var verdict = SchemaCheck.IsKnown(codex.File, codex.Source) ? SchemaVerdict.Known : (await SchemaCheck.AskAsync(codex.File, TimeProvider.System, cancellationToken)).Verdict;
        return new ProtocolFact(verdict.Summary, verdict.State is SchemaState.Known or SchemaState.Same, verdict.IsUnsafe);
    }

    private static LoginFact Login(IReadOnlyDictionary<string, string?> settings, IReadOnlyDictionary<string, string> variables)
    {
        var home = CodexHome.Choose(CodexPreparation.Options(settings), variables);
        var loggedIn = File.Exists(Path.Combine(home.Path, "auth.json"))
            || (!home.Own && home.ReadConfig() is { } config
                && (config.Contains("model_provider", StringComparison.Ordinal) || config.Contains("keyring", StringComparison.Ordinal)));
        return new LoginFact(home.Path, home.Own, Directory.Exists(home.Path), loggedIn, variables.GetValueOrDefault("OPENAI_API_KEY") is { Length: > 0 });
    }

    private static async Task<(bool Works, string? Says)?> SandboxAsync(string codex, CancellationToken cancellationToken)
    {
        var result = await RunAsync(codex, ["sandbox", "--", "/bin/sh", "-c", ":"], cancellationToken);
        return result is null
            ? null
            : (result.ExitCode == 0, result.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).LastOrDefault());
    }

    private static async Task<ToolResult?> RunAsync(string file, IReadOnlyList<string> arguments, CancellationToken cancellationToken)
    {
        try
        {
            return await ToolProcess.RunAsync(file, arguments, Path.GetTempPath(), ToolLimit, TimeProvider.System, cancellationToken);
        }
        catch (TimeoutException)
        {
            return null;
        }
    }

    // Credentials have a finding of their own.
    private static bool IsToldElsewhere(string mistake, EnvironmentTranslation environment) =>
        mistake.Contains("without any credential", StringComparison.Ordinal) || environment.Tells(mistake);

    private static bool HasCredentials(IConfiguration a2a) =>
        !string.IsNullOrEmpty(a2a["BearerToken"]) || !string.IsNullOrEmpty(a2a["StaticAuthCredentials"])
        || !string.IsNullOrEmpty(a2a["CredentialsFile"]) || !string.IsNullOrEmpty(a2a["Jwt:Authority"]) || !string.IsNullOrEmpty(a2a["Jwt:KeysFile"])
        || a2a["ClientCertificates"] is "allow" or "require"
        || a2a.GetSection("BearerTokens").GetChildren().Any()
        || (bool.TryParse(a2a["AllowAnonymous"], out var anonymous) && anonymous);
}
