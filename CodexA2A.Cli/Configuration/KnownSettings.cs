using System.Collections.Frozen;

namespace CodexA2A.Cli.Configuration;

/// <summary>Every setting of our sections, so that a misspelt one is told; .NET itself passes over what nobody reads.</summary>
internal static class KnownSettings
{
    private static readonly string[] Sections = ["A2A", "Codex", "Runner", "Workspaces", "Redis", "Telemetry", "Push"];

    /// <summary>Settings that take names or numbers below them, with what to write for one of them.</summary>
    public static IReadOnlyDictionary<string, string> Groups { get; } = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase)
    {
        ["A2A:BearerTokens"] = "NAME",
        ["A2A:CardSigningKeyFiles"] = "0",
        ["A2A:RequiredExtensions"] = "0",
        ["Codex:PassEnvironment"] = "0",
        ["Codex:Config"] = "KEY",
        ["Codex:Policies"] = "NAME",
        ["Runner:Principals"] = "0",
        ["Runner:ExceptPrincipals"] = "0",
        ["Workspaces:Allowed"] = "0",
    };

    /// <summary>Settings of one value; a test holds this list, with the groups, against the option classes.</summary>
    public static FrozenSet<string> Values { get; } = OwnNames.Settings.Append("ModelSource").Select(name => $"A2A:{name}")
        .Concat(Below("A2A:Seam", "LeaseTime", "RunningEvents", "EndedLogRetention", "TaskRetention", "SessionRetention", "SubmitRetention",
            "HomeAbsence", "SnapshotEvents", "SnapshotBytes"))
        .Concat(Below("A2A:Jwt", "Authority", "KeysFile", "Issuer", "Audience", "Algorithms", "ClockSkew", "PrincipalClaim", "CapabilitiesClaim", "TenantClaim"))
        .Concat(Below("Codex", "Executable", "Home", "DataDirectory", "AgentHome", "SupportedVersions", "AllowUnsupportedVersion", "OnSchemaDrift", "Model",
            "ApprovalPolicy", "SandboxMode", "ExternalSandboxNetwork", "SandboxPromise", "ReasoningEffort", "ReasoningSummary", "ShellSnapshot", "MaxLineBytes", "InitializeTimeout",
            "RequestTimeout", "MaxLoadedThreads", "MaxResidentMegabytes"))
        .Concat(Below("Runner", "MaxTurns", "MaxTurnsPerPrincipal", "WorkspaceRoot", "TurnTimeout", "BlockingTurnTimeout", "IdleTimeout", "InterruptTimeout", "StopTimeout",
            "LockTimeout", "QueueTimeout", "DrainTimeout", "MergeWindow", "MergeBytes", "PatchTimeout", "PrestartedThreads", "AfterLoss", "ModelSource",
            "ExecTimeout", "ExecIdleTimeout", "InboxBytes", "ImageBytes"))
        .Concat(Below("Runner:Management", "Host", "Port", "Token"))
        .Concat(Below("Redis", "AllowInsecure", "KeyPrefix", "Partitions"))
        .Concat(Below("Push", "Enabled", "MaxConcurrent", "Timeout", "LeaseTime", "GiveUpAfter", "SigningKey", "AllowedHosts"))
        .Concat(Below("Telemetry", "Prometheus", "MessageContent"))
        .Concat(Below("Workspaces", "Exclusive", "PerContext", "KeepIdle"))
        .ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    /// <summary>Why a key is not read; null when it is, or when it is not ours to judge.</summary>
    public static string? Problem(string key)
    {
        if (!Sections.Contains(key.Split(':')[0], StringComparer.OrdinalIgnoreCase) || Values.Contains(key))
        {
            return null;
        }

        if (Groups.TryGetValue(key, out var one))
        {
            return $"{key} is not read: it takes entries, such as {key}:{one} ({key.Replace(":", "__", StringComparison.Ordinal)}__{one} in the environment).";
        }

        return Groups.Keys.Any(group => key.StartsWith($"{group}:", StringComparison.OrdinalIgnoreCase))
            ? null
            : $"{key} is not a setting of this service and is not read; docs/configuration.md lists them all.";
    }

    private static IEnumerable<string> Below(string section, params IEnumerable<string> names) => names.Select(name => $"{section}:{name}");
}
