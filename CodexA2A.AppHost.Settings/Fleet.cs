namespace CodexA2A.AppHost.Settings;

/// <summary>How many of each, and what a container is told.</summary>
public static class Fleet
{
    /// <summary>Runners. In run mode they share one Codex home, so each can go on with what the other began.</summary>
    public const int Runners = 2;

    /// <summary>Apis; they hold no state.</summary>
    public const int Apis = 2;

    /// <summary>The api's port inside its container, ASP.NET's own default there.</summary>
    public const int ApiPort = 8080;

    /// <summary>The runner's: <c>Runner:Management:Port</c>, where the health check of its image asks.</summary>
    public const int RunnerPort = 8001;

    /// <summary>How long a stop may take: drain (<c>Runner:DrainTimeout</c>, 25 s), stopping Codex (<c>Runner:StopTimeout</c>, 10 s), 10 s for the rest, and 15 s to spare.</summary>
    public const long StopSeconds = 60;

    /// <summary>The port that compose opens on its host.</summary>
    public const int ComposePort = 8000;

    /// <summary>What the runner's image is built from, in the repository. The .NET SDK's own image would have no Codex in it.</summary>
    public const string Dockerfile = "deploy/docker/Dockerfile";

    /// <summary>The stage of <see cref="Dockerfile"/> that is the runner.</summary>
    public const string RunnerStage = "runner";

    /// <summary>Docker's system calls and those that bubblewrap needs, in the repository.</summary>
    public const string SeccompProfile = "deploy/docker/seccomp-codex.json";

    /// <summary>How many characters a generated token has at least.</summary>
    public const int TokenLength = 32;
}
