namespace CodexA2A.AppHost.Settings;

/// <summary>How many of each, and what a container is told.</summary>
public static class Fleet
{
    /// <summary>Runners. In run mode they share one Codex home, so each can go on with what the other began.</summary>
    public const int Runners = 2;

    /// <summary>Apis; they hold no state.</summary>
    public const int Apis = 2;

    /// <summary>The port inside a container, ASP.NET's own default there.</summary>
    public const int ContainerPort = 8080;

    /// <summary>The port that compose opens on its host.</summary>
    public const int ComposePort = 8000;

    /// <summary>What the runner's image is built from, in the repository. The .NET SDK's own image would have no Codex in it.</summary>
    public const string Dockerfile = "deploy/docker/Dockerfile";

    /// <summary>The stage of <see cref="Dockerfile"/> that is the runner.</summary>
    public const string RunnerStage = "runner";

    /// <summary>How many characters a generated token has at least.</summary>
    public const int TokenLength = 32;
}
