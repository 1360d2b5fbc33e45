namespace CodexA2A.AppHost.Settings;

/// <summary>The form of Redis that is used, and the line that says why where nobody asked for it.</summary>
/// <param name="Mode">The form.</param>
/// <param name="Remark">A line for the person who started the AppHost, or null.</param>
public sealed record RedisChoice(RedisMode Mode, string? Remark)
{
    /// <summary>The key of the setting.</summary>
    public const string Setting = "Redis:Mode";

    private static readonly string[] Runtimes = ["docker", "podman"];

    /// <summary>Decides.</summary>
    /// <param name="wanted">The value of <see cref="Setting"/>; null or empty when it is not set.</param>
    /// <param name="publishing">Whether a deployment is written instead of started.</param>
    /// <param name="isOnPath">Whether a program can be started by its name.</param>
    /// <exception cref="ArgumentException">The value is none of the three words.</exception>
    public static RedisChoice Of(string? wanted, bool publishing, Func<string, bool> isOnPath)
    {
        ArgumentNullException.ThrowIfNull(isOnPath);
        return Parse(wanted) switch
        {
            RedisMode.Executable when publishing => new(RedisMode.Container, $"{Setting}=executable is for this machine only: a container is published."),
            { } mode => new(mode, null),
            null when publishing || Runtimes.Any(isOnPath) => new(RedisMode.Container, null),
            null when isOnPath(ResourceNames.RedisServer) => new(
                RedisMode.Executable, $"Neither docker nor podman is on PATH, redis-server is: it is started as a process, as with {Setting}=executable."),
            null => new(
                RedisMode.Container,
                $"Neither docker, podman nor redis-server is on PATH. Install one of them, or give a Redis that runs: {Setting}=external and ConnectionStrings:redis."),
        };
    }

    private static RedisMode? Parse(string? wanted) => wanted?.Trim().ToUpperInvariant() switch
    {
        null or "" => null,
        "CONTAINER" => RedisMode.Container,
        "EXECUTABLE" => RedisMode.Executable,
        "EXTERNAL" => RedisMode.External,
        _ => throw new ArgumentException($"{Setting} is '{wanted}'. It takes container, executable or external."),
    };
}
