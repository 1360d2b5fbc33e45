namespace CodexA2A.AppHost.Settings;

/// <summary>The environment variables that the AppHost gives to Api and Runner; a test holds them against docs/configuration.md.</summary>
public static class GivenNames
{
    /// <summary>Bearer token of the api.</summary>
    public const string BearerToken = "A2A__BearerToken";

    /// <summary>Address on the agent card.</summary>
    public const string PublicUrl = "A2A__PublicUrl";

    /// <summary>The api's port for gRPC.</summary>
    public const string GrpcPort = "A2A__GrpcPort";

    /// <summary>Address of that on the agent card.</summary>
    public const string GrpcPublicUrl = "A2A__GrpcPublicUrl";

    /// <summary>That the deployment's own network, or its ingress, is what stands in for TLS of the api.</summary>
    public const string BehindProxy = "A2A__BehindProxy";

    /// <summary>What the api says of the model.</summary>
    public const string ApiModelSource = "A2A__ModelSource";

    /// <summary>What the runner says of the model.</summary>
    public const string RunnerModelSource = "Runner__ModelSource";

    /// <summary>Folder that turns work in.</summary>
    public const string WorkspaceRoot = "Runner__WorkspaceRoot";

    /// <summary>Token of the management port.</summary>
    public const string ManagementToken = "Runner__Management__Token";

    /// <summary>CODEX_HOME.</summary>
    public const string CodexHome = "Codex__Home";

    /// <summary>Which Codex is run.</summary>
    public const string CodexExecutable = "Codex__Executable";

    /// <summary>Sandbox of the agent's commands.</summary>
    public const string SandboxMode = "Codex__SandboxMode";

    /// <summary>What the api says of that sandbox on the card.</summary>
    public const string ApiSandboxMode = "A2A__SandboxMode";

    /// <summary>Model of new threads.</summary>
    public const string CodexModel = "Codex__Model";

    /// <summary>A Redis on the deployment's own network, without TLS.</summary>
    public const string AllowInsecureRedis = "Redis__AllowInsecure";

    /// <summary>Ours, all of them.</summary>
    public static IReadOnlyList<string> Settings { get; } =
        [BearerToken, PublicUrl, GrpcPort, GrpcPublicUrl, BehindProxy, ApiModelSource, RunnerModelSource, WorkspaceRoot, ManagementToken, CodexHome, CodexExecutable, SandboxMode, ApiSandboxMode, CodexModel, AllowInsecureRedis];

    /// <summary>Codex's key, which is not a setting of ours.</summary>
    public const string OpenAiKey = "OPENAI_API_KEY";

    /// <summary>OpenTelemetry's.</summary>
    public const string OtlpEndpoint = "OTEL_EXPORTER_OTLP_ENDPOINT";

    /// <summary>ASP.NET's: the ports that a container listens on.</summary>
    public const string HttpPorts = "HTTP_PORTS";
}
