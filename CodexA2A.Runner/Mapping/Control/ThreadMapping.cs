using System.Text.Json;
using System.Text.Json.Nodes;
using CodexA2A.Protocol.Json;
using CodexA2A.Runner.AppServer.Protocol;
using CodexA2A.Runner.Mapping.Text;

namespace CodexA2A.Runner.Mapping.Control;

/// <summary>Codex's threads as the extensions of sessions and threads show them. Pure; paths of this machine are left out.</summary>
internal static class ThreadMapping
{
    private const int TitleBytes = 200;

    /// <summary>What a client is not told as it is: paths, and what is told elsewhere.</summary>
    private static readonly string[] Hidden = ["path", "cwd", "environments", "extra", "turns"];

    /// <summary>A thread: <c>{id, title, status, archived, directory, raw}</c>.</summary>
    public static JsonObject Thread(ThreadElement element, string root)
    {
        var thread = element.Thread;
        return new JsonObject
        {
            ["id"] = thread.Text("id"),
            ["title"] = Title(thread),
            ["status"] = thread.TryGetProperty("status", out var status) ? status.Text("type") : null,
            ["archived"] = IsArchived(element),
            ["directory"] = thread.Text("cwd") is { } cwd && new WorkspacePaths(root).Show(cwd) is { } shown && !Path.IsPathRooted(shown) ? shown : null,
            ["raw"] = thread.Without(Hidden),
        };
    }

    /// <summary>Absolute path of its record; null where Codex keeps none.</summary>
    public static string? Rollout(ThreadElement element) => element.Thread.Text("path");

    /// <summary>Codex says it only by where the record is.</summary>
    public static bool IsArchived(ThreadElement element) =>
        Rollout(element) is { } path && path.Contains("archived_sessions", StringComparison.Ordinal);

    /// <summary>A session as the seed lists it: a completed task whose id is the thread's, with Codex's own record of the thread.</summary>
    public static JsonNode Session(ThreadElement element, string contextId)
    {
        var thread = element.Thread;
        return JsonNode.Parse(A2AJson.Serialize(new AgentTask
        {
            Id = thread.Text("id") ?? "",
            ContextId = contextId,
            Status = new TaskStatus { State = TaskState.Completed, Timestamp = thread.Time("updatedAt") },
            Metadata = new JsonObject
            {
                ["shared"] = new JsonObject { ["session"] = new JsonObject { ["id"] = thread.Text("id"), ["title"] = Title(thread) } },
                ["codex"] = new JsonObject { ["archived"] = IsArchived(element), ["raw"] = thread.Without(Hidden) },
            },
        }))!;
    }

    /// <summary>Parameters of <c>thread/metadata/update</c>.</summary>
    public static ThreadMetadataUpdateParams MetadataParams(string threadId, JsonObject given)
    {
        var info = new JsonObject();
        foreach (var (name, wire) in (ReadOnlySpan<(string, string)>)[("sha", "sha"), ("branch", "branch"), ("origin_url", "originUrl")])
        {
            if (given.TryGetPropertyValue(name, out var value))
            {
                info[wire] = value?.DeepClone();
            }
        }

        return new ThreadMetadataUpdateParams(threadId, info);
    }

    /// <summary>A page of turns: <c>{id, status, started_at, completed_at}</c>, newest first.</summary>
    public static JsonArray Turns(IEnumerable<CodexTurn> turns) => WireJson.Array(turns.Select(turn => new JsonObject
    {
        ["id"] = turn.Id,
        ["status"] = turn.Status,
        ["started_at"] = Time(turn.StartedAt),
        ["completed_at"] = Time(turn.CompletedAt),
    }));

    private static string? Time(long? seconds) =>
        seconds is { } some ? DateTimeOffset.FromUnixTimeSeconds(some).ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", System.Globalization.CultureInfo.InvariantCulture) : null;

    private static string? Title(JsonElement thread)
    {
        var title = thread.Text("name") is { Length: > 0 } name ? name : thread.Text("preview");
        return string.IsNullOrWhiteSpace(title) ? null : BoundedText.FirstAndLast(title.Trim(), TitleBytes).Text;
    }
}
