using System.Text.Json.Nodes;

namespace CodexA2A.Runner.AppServer;

/// <summary>The command line of the Codex process; pure.</summary>
internal static class LaunchArguments
{
    /// <summary>Id of the provider that a home of our own gets.</summary>
    public const string OwnProvider = "codex-a2a-openai";

    /// <summary>The arguments: our defaults, then the settings, then <c>Codex:Config</c>, which wins.</summary>
    /// <param name="options">Settings.</param>
    /// <param name="needsKey">Codex takes its key from the environment: CODEX_HOME is ours, and nobody has logged in to it.</param>
    /// <param name="agentHome">HOME of the agent's commands; null keeps that of this service.</param>
    public static IReadOnlyList<string> Build(CodexOptions options, bool needsKey, string? agentHome)
    {
        List<(string Key, string Value)> entries =
        [
            ("features.shell_snapshot", options.ShellSnapshot ? "true" : "false"),
            ("features.unbounded_connection_retries", "false"),

            // A goal makes Codex begin turns by itself, one after the other, which no task has and nobody ends.
            ("features.goals", "false"),
            ("check_for_update_on_startup", "false"),
            ("suppress_unstable_features_warning", "true"),

            // A thread leaves memory, and its file is free for another process, as soon as we unsubscribe.
            ("thread_unload_delay_secs", "0"),
            ("shell_environment_policy.ignore_default_excludes", "false"),
        ];
        if (agentHome is not null)
            entries.Add(("shell_environment_policy.set.HOME", TomlString(agentHome)));
        Add("model", options.Model);
        // "untrusted" is refused as a setting and still taken with a thread, which names the policy anyway.
        if (options.ApprovalPolicy != "untrusted")
            Add("approval_policy", ApprovalPolicy(options.ApprovalPolicy));
        Add("sandbox_mode", SandboxModes.OfThread(options.SandboxMode));
        Add("model_reasoning_effort", options.ReasoningEffort);
        Add("model_reasoning_summary", options.ReasoningSummary);
        if (needsKey && !options.Config.ContainsKey("model_provider"))
        {
            entries.Add(("model_provider", TomlString(OwnProvider)));
            entries.Add(($"model_providers.{OwnProvider}",
                "{name=\"OpenAI\",base_url=\"https://api.openai.com/v1\",env_key=\"OPENAI_API_KEY\",wire_api=\"responses\"}"));
        }

        entries.AddRange(options.Config.Select(entry => (entry.Key, entry.Value)));
        return ["app-server", .. entries.SelectMany(entry => new[] { "-c", $"{entry.Key}={entry.Value}" })];

        void Add(string key, string? value)
        {
            if (!string.IsNullOrEmpty(value))
                entries.Add((key, TomlString(value)));
        }
    }

    /// <summary>The policy as Codex knows it: it dropped <c>on-failure</c>, whose nearest is <c>on-request</c>; empty is none.</summary>
    public static string? ApprovalPolicy(string? configured) => configured switch
    {
        "on-failure" => "on-request",
        "" => null,
        _ => configured,
    };

    /// <summary>A TOML basic string; its escapes are those of JSON.</summary>
    public static string TomlString(string text) => JsonValue.Create(text)!.ToJsonString();
}
