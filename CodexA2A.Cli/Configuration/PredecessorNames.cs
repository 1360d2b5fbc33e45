using System.Collections.Frozen;
using static CodexA2A.Cli.Configuration.SettingName;

namespace CodexA2A.Cli.Configuration;

/// <summary>Every environment name that the Python predecessor knew, in all its versions.</summary>
internal static class PredecessorNames
{
    private const string Outbound = "this service calls no other agents; `codex-a2a call` takes --token-file or A2A_TOKEN.";
    private const string Declared = "it only described a policy; what is enforced is set with Codex:SandboxMode and Codex:ApprovalPolicy.";
    private const string ShownOnly = "it was only shown on the agent card.";
    private const string OtherRate = "requests are limited with A2A:RequestsPerMinute and A2A:RequestBurst for a principal, with A2A:RequestsPerMinutePerAddress for an address.";
    private const string Sandbox = "Codex:Config:sandbox_workspace_write.";

    private static readonly string[] OutboundNames =
    [
        "TIMEOUT_SECONDS", "CARD_FETCH_TIMEOUT_SECONDS", "USE_CLIENT_PREFERENCE", "SUPPORTED_TRANSPORTS", "BASIC_AUTH",
        "ALLOWED_HOSTS", "ALLOW_PRIVATE_HOSTS",
    ];

    private static readonly string[] DeclaredNames =
    [
        "SANDBOX_MODE", "SANDBOX_FILESYSTEM_SCOPE", "SANDBOX_WRITABLE_ROOTS", "NETWORK_ACCESS", "NETWORK_ALLOWED_DOMAINS",
        "APPROVAL_POLICY", "APPROVAL_ESCALATION_BEHAVIOR", "WRITE_ACCESS_SCOPE", "WRITE_OUTSIDE_WORKSPACE",
    ];

    /// <summary>By name, upper case.</summary>
    public static FrozenDictionary<string, SettingName> All { get; } =
        Service().Concat(Codex()).ToFrozenDictionary(name => name.Name, StringComparer.Ordinal);

    private static IEnumerable<SettingName> Service() =>
    [
        Sets("A2A_HOST", "A2A:Host"),
        Sets("A2A_PORT", "A2A:Port"),
        Sets("A2A_PUBLIC_URL", "A2A:PublicUrl"),
        Sets("A2A_BEARER_TOKEN", "A2A:BearerToken"),
        Sets("A2A_STATIC_AUTH_CREDENTIALS", "A2A:StaticAuthCredentials"),
        Sets("A2A_TITLE", "A2A:Title"),
        Sets("A2A_DESCRIPTION", "A2A:Description"),
        Sets("A2A_VERSION", "A2A:Version"),
        Sets("A2A_DOCUMENTATION_URL", "A2A:DocumentationUrl"),
        Sets("A2A_REQUEST_BODY_MAX_BYTES", "A2A:RequestBodyMaxBytes", OldValues.Limit),
        Sets("A2A_CANCEL_ABORT_TIMEOUT_SECONDS", "A2A:CancelWait", OldValues.Seconds),
        Sets("A2A_INTERRUPT_REQUEST_TTL_SECONDS", "Runner:InterruptTimeout", OldValues.Seconds),
        Sets("A2A_LOG_LEVEL", "Logging:LogLevel:Default", OldValues.LogLevel),
        Foreign("A2A_TOKEN"),
        Foreign("A2A_CLIENT_BEARER_TOKEN"),
        Ignored("A2A_PROJECT", ShownOnly),
        Ignored("A2A_PROTOCOL_VERSION", "the versions that are served are on the agent card."),
        Ignored("A2A_DATABASE_URL", "tasks and sessions are kept in A2A:DataDirectory."),
        Sets("A2A_ALLOWED_ORIGINS", "A2A:AllowedOrigins"),
        Sets("A2A_ALLOWED_HOSTS", "A2A:AllowedHosts"),
        Ignored("A2A_ENABLE_HEALTH_ENDPOINT", "/alive, /ready and /health are always there."),
        Sets("A2A_ENABLE_METRICS_ENDPOINT", "Telemetry:Prometheus", OldValues.TomlFlag),
        Sets("A2A_ENABLE_TURN_CONTROL", "A2A:EnableTurnControl", OldValues.TomlFlag),
        Sets("A2A_ENABLE_REVIEW_CONTROL", "A2A:EnableReviewControl", OldValues.TomlFlag),
        Sets("A2A_ENABLE_EXEC_CONTROL", "A2A:EnableExecControl", OldValues.TomlFlag),
        Sets("A2A_ENABLE_SESSION_SHELL", "A2A:EnableSessionShell", OldValues.TomlFlag),
        Ignored("A2A_EXPOSE_WORKSPACE_ROOT_IN_CARD", "the card never shows paths of this machine."),
        Ignored("A2A_ALLOW_DIRECTORY_OVERRIDE", "a request may name a folder inside the workspace root, and none outside it."),
        Sets("A2A_LOG_PAYLOADS", "A2A:LogPayloads", OldValues.TomlFlag),
        Ignored("A2A_LOG_BODY_LIMIT", "how much of a body is logged is set with A2A:LogPayloadBytes."),
        Ignored("A2A_MAX_CONCURRENT_OPERATIONS", "what is open at once is limited with A2A:MaxConcurrentCalls and A2A:MaxStreams for a principal, turns with Runner:MaxTurns, connections with A2A:MaxConnections."),
        Ignored("A2A_RATE_LIMIT_ENABLED", OtherRate),
        Ignored("A2A_RATE_LIMIT_WINDOW_SECONDS", OtherRate),
        Ignored("A2A_RATE_LIMIT_MAX_REQUESTS", OtherRate),
        Sets("A2A_STREAM_MAX_BYTES", "A2A:StreamMaxBytes"),
        Sets("A2A_STREAM_MAX_DURATION_SECONDS", "A2A:StreamMaxDuration", OldValues.Seconds),
        Ignored("A2A_STREAM_IDLE_TIMEOUT_SECONDS", "a stream without news is kept open with A2A:HeartbeatInterval; silence of Codex is ended by Runner:IdleTimeout."),
        Ignored("A2A_STREAM_IDLE_DIAGNOSTIC_SECONDS", "silence of Codex is ended by Runner:IdleTimeout."),
        Ignored("A2A_SESSION_CACHE_TTL_SECONDS", "sessions are kept for A2A:Seam:SessionRetention."),
        Ignored("A2A_SESSION_CACHE_MAXSIZE", "sessions are kept for A2A:Seam:SessionRetention."),
        .. OutboundNames.Select(name => Ignored($"A2A_CLIENT_{name}", Outbound)),
        .. DeclaredNames.Select(name => Ignored($"A2A_EXECUTION_{name}", Declared)),
    ];

    private static IEnumerable<SettingName> Codex() =>
    [
        Sets("CODEX_HOME", "Codex:Home"),
        Sets("CODEX_CLI_BIN", "Codex:Executable"),
        Sets("CODEX_WORKSPACE_ROOT", "Runner:WorkspaceRoot", "A2A:WorkspaceRoot"),
        Sets("CODEX_DIRECTORY", "Runner:WorkspaceRoot", "A2A:WorkspaceRoot"),
        Sets("CODEX_MODEL", "Codex:Model"),
        // The predecessor gave the one to Codex at its start and the other with each turn, which then held.
        Sets("CODEX_MODEL_ID", "Codex:Model") with { GoesBefore = "CODEX_MODEL" },
        Sets("CODEX_MODEL_REASONING_EFFORT", "Codex:ReasoningEffort"),
        Sets("CODEX_MODEL_REASONING_SUMMARY", "Codex:ReasoningSummary"),
        Sets("CODEX_APPROVAL_POLICY", "Codex:ApprovalPolicy", OldValues.ApprovalPolicy),
        Sets("CODEX_SANDBOX_MODE", "Codex:SandboxMode"),
        Sets("CODEX_TIMEOUT", "Runner:BlockingTurnTimeout", OldValues.Seconds),
        Sets("CODEX_TIMEOUT_STREAM", "Runner:TurnTimeout", OldValues.Seconds),
        Sets("CODEX_MODEL_VERBOSITY", "Codex:Config:model_verbosity", OldValues.TomlText),
        Sets("CODEX_REVIEW_MODEL", "Codex:Config:review_model", OldValues.TomlText),
        Sets("CODEX_WEB_SEARCH", "Codex:Config:web_search", OldValues.TomlText),
        Sets("CODEX_SANDBOX_WORKSPACE_WRITE_WRITABLE_ROOTS", $"{Sandbox}writable_roots", OldValues.TomlList),
        Sets("CODEX_SANDBOX_WORKSPACE_WRITE_NETWORK_ACCESS", $"{Sandbox}network_access", OldValues.TomlFlag),
        Sets("CODEX_SANDBOX_WORKSPACE_WRITE_EXCLUDE_SLASH_TMP", $"{Sandbox}exclude_slash_tmp", OldValues.TomlFlag),
        Sets("CODEX_SANDBOX_WORKSPACE_WRITE_EXCLUDE_TMPDIR_ENV_VAR", $"{Sandbox}exclude_tmpdir_env_var", OldValues.TomlFlag),
        Foreign(OwnCommand.Variable),
        Foreign("CODEX_CI"),
        Foreign("CODEX_THREAD_ID"),
        Foreign("CODEX_TOOL_CALL_ID"),
        Ignored("CODEX_APP_SERVER_LISTEN", "Codex is always spoken to over its standard input and output."),
        Ignored("CODEX_PROFILE", "Codex takes no profile here any more; put its settings into the config.toml of its home, or under Codex:Config."),
        Ignored("CODEX_PROVIDER_ID", ShownOnly),
        Ignored("CODEX_AGENT", ShownOnly),
        Ignored("CODEX_VARIANT", ShownOnly),
        Ignored("CODEX_SYSTEM", "instructions belong into an AGENTS.md of the workspace."),
        Ignored("CODEX_BASE_URL", "a model provider is configured in Codex's own config.toml."),
    ];
}
