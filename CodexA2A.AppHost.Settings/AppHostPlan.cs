namespace CodexA2A.AppHost.Settings;

/// <summary>Everything the AppHost decides from its settings, before it names a resource.</summary>
public sealed record AppHostPlan
{
    /// <summary>The form of Redis.</summary>
    public required RedisChoice Redis { get; init; }

    /// <summary>RedisInsight beside a Redis container (<c>Redis:Insight=true</c>).</summary>
    public required bool RedisInsight { get; init; }

    /// <summary>The scripted model plays.</summary>
    public required bool Scripted { get; init; }

    /// <summary>The key for OpenAI, or empty.</summary>
    public required string OpenAiKey { get; init; }

    /// <summary>The Codex home that was given, or null for the runner's own choice.</summary>
    public required string? CodexHome { get; init; }

    /// <summary>The Codex that is run, or null for the runner's own choice.</summary>
    public required string? CodexExecutable { get; init; }

    /// <summary>The folder that turns work in.</summary>
    public required string Workspace { get; init; }

    /// <summary>The Codex home that the scripted model writes and the runners then use.</summary>
    public required string ScriptedHome { get; init; }

    /// <summary>Where a redis-server that is a process keeps its data.</summary>
    public required string RedisData { get; init; }

    /// <summary>What a deployment is written for.</summary>
    public required PublishTarget Target { get; init; }

    /// <summary>The sandbox of the agent's commands. A deployment's workspace is nobody's trusted folder, and without a word Codex lets nothing write there.</summary>
    public required string? SandboxMode { get; init; }

    /// <summary>Lines for the person who started the AppHost.</summary>
    public IEnumerable<string> Remarks
    {
        get
        {
            if (Redis.Remark is { } remark) yield return remark;
            if (Scripted)
            {
                yield return $"No {ParameterNames.OpenAiKey} and no Codex:Home: answers come from the scripted model, and say so.";
            }

            if (Target == PublishTarget.ContainerApps && SandboxMode is not ("external" or "danger-full-access"))
            {
                yield return "Container Apps gives Codex no sandbox of its own: its commands fail there. Codex:SandboxMode=external says that the container is the sandbox.";
            }
        }
    }

    /// <summary>Reads the plan.</summary>
    /// <param name="setting">The value of a configuration key, or null.</param>
    /// <param name="publishing">Whether a deployment is written instead of started.</param>
    /// <param name="isOnPath">Whether a program can be started by its name.</param>
    /// <exception cref="ArgumentException">A setting takes no such value; the message says which it takes.</exception>
    public static AppHostPlan Read(Func<string, string?> setting, bool publishing, Func<string, bool> isOnPath)
    {
        ArgumentNullException.ThrowIfNull(setting);
        var data = DataFolder.Choose(Given("AppHost:DataDirectory"), Given("XDG_DATA_HOME"));
        // A key that is configured as empty wins over the environment's: that is how one asks for the scripted model.
        var key = setting(ParameterNames.Key(ParameterNames.OpenAiKey)) ?? setting(GivenNames.OpenAiKey) ?? "";
        var home = Given("Codex:Home") ?? Given("CODEX_HOME");
        return new AppHostPlan
        {
            Redis = RedisChoice.Of(setting(RedisChoice.Setting), publishing, isOnPath),
            RedisInsight = Flag("Redis:Insight"),
            Scripted = ModelChoice.StartsByItself(publishing, key, home),
            OpenAiKey = key,
            CodexHome = home is null ? null : Path.GetFullPath(home),
            CodexExecutable = Given("Codex:Executable"),
            Workspace = Path.GetFullPath(Given("Runner:WorkspaceRoot") ?? Path.Combine(data, "workspace")),
            ScriptedHome = Path.Combine(data, "scripted-home"),
            RedisData = Path.Combine(data, "redis"),
            Target = PublishTargets.Of(setting(PublishTargets.Setting)),
            SandboxMode = Given("Codex:SandboxMode") ?? (publishing ? "workspace-write" : null),
        };

        string? Given(string name) => setting(name) is { } value && !string.IsNullOrWhiteSpace(value) ? value : null;

        bool Flag(string name) => Given(name) is { } value
            && (bool.TryParse(value, out var flag) ? flag : throw new ArgumentException($"{name} is '{value}'. It takes true or false."));
    }
}
