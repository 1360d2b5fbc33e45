using System.Text.Json.Nodes;
using CodexA2A.Runner.AppServer.Protocol;

namespace CodexA2A.Runner.AppServer;

/// <summary>
/// Configuration that every thread gets: variables whose names look like keys, secrets or tokens are not handed to the
/// agent's shell, whatever CODEX_HOME says.
/// </summary>
internal sealed class ThreadConfig(IReadOnlyDictionary<string, JsonNode> entries)
{
    /// <summary>The entries without which no thread is started.</summary>
    public static ThreadConfig Default { get; } = new(new Dictionary<string, JsonNode>
    {
        ["shell_environment_policy.ignore_default_excludes"] = JsonValue.Create(false),
    });

    /// <summary>The caller's entries, and ours over them.</summary>
    public JsonObject Merge(JsonObject? given)
    {
        var config = given is null ? [] : (JsonObject)given.DeepClone();
        foreach (var (key, value) in entries)
            config[key] = value.DeepClone();
        return config;
    }

    /// <summary>The parameters with these entries.</summary>
    public T Apply<T>(T settings) where T : ThreadSettings => settings with { Config = Merge(settings.Config) };
}
