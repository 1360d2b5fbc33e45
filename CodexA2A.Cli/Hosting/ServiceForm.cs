namespace CodexA2A.Cli.Hosting;

/// <summary>Which parts of the service a process is.</summary>
internal enum ServiceRole
{
    /// <summary>Api and runner.</summary>
    All,

    /// <summary>The Api alone.</summary>
    Api,

    /// <summary>A runner alone.</summary>
    Runner,
}

/// <summary>What a process is put together from.</summary>
/// <param name="Role">Its parts.</param>
/// <param name="OverRedis">Tasks are kept in Redis, not in this process.</param>
internal sealed record ServiceForm(ServiceRole Role, bool OverRedis)
{
    /// <summary>One process that keeps its tasks itself, whatever the environment says of a Redis.</summary>
    public static ServiceForm Single { get; } = new(ServiceRole.All, OverRedis: false);

    /// <summary>The conformance agent is in the runner's place.</summary>
    public bool IsConformance { get; init; }

    /// <summary>Serves A2A.</summary>
    public bool HasApi => Role != ServiceRole.Runner;

    /// <summary>Runs turns.</summary>
    public bool HasRunner => Role != ServiceRole.Api && !IsConformance;

    /// <summary>What it is called in telemetry.</summary>
    public string Name => Role switch { ServiceRole.Api => "codex-a2a-api", ServiceRole.Runner => "codex-a2a-runner", _ => "codex-a2a" };

    /// <summary>A part alone needs Redis; both together use one that is configured.</summary>
    public static ServiceForm Of(ServiceRole role, IReadOnlyDictionary<string, string?> settings) => new(role, role != ServiceRole.All || IsConfigured(settings));

    private static bool IsConfigured(IReadOnlyDictionary<string, string?> settings) =>
        !string.IsNullOrWhiteSpace(new ConfigurationBuilder().AddEnvironmentVariables().AddInMemoryCollection(settings).Build().GetConnectionString("redis"));
}
