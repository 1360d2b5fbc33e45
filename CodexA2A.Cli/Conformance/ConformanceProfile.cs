using CodexA2A.Api.Handling;

namespace CodexA2A.Cli.Conformance;

/// <summary>The service with the conformance agent in Codex's place (<c>serve --conformance</c>): for the official kit, never for users.</summary>
internal static class ConformanceProfile
{
    /// <summary>What the kit expects of the settings; whatever is given otherwise wins.</summary>
    public static IReadOnlyDictionary<string, string?> Defaults { get; } = new Dictionary<string, string?>
    {
        ["A2A:Title"] = "CodexA2A conformance agent",
        ["A2A:Description"] = "The conformance agent of CodexA2A: it answers by the beginning of the message id, from a script. No Codex works behind it.",
        // Its card is held to the schema of 1.0, and its webhooks are on this machine.
        ["A2A:LegacyCardFields"] = "false",
        ["Push:AllowedHosts"] = "localhost,127.0.0.0/8,::1",
    };

    /// <summary>Why it must not start; nothing when it may.</summary>
    public static IEnumerable<string> Mistakes(IHostEnvironment environment, bool overRedis)
    {
        if (!environment.IsDevelopment())
        {
            yield return $"--conformance answers from a script and is for tests of this program only: it is refused in the environment {environment.EnvironmentName}. "
                + "Set ASPNETCORE_ENVIRONMENT=Development where such a test runs, or remove --conformance.";
        }

        if (overRedis)
        {
            yield return "--conformance keeps its tasks in its own process, so that no runner of a fleet takes them: remove ConnectionStrings:redis (ConnectionStrings__redis).";
        }
    }

    /// <summary>Puts the agent in the runner's place.</summary>
    public static void AddConformanceAgent(this IServiceCollection services)
    {
        services.AddSingleton(new AgentTraits(AnswersDirectly: true));
        services.AddHostedService<ConformanceAgent>();
    }
}
