using System.Text.Json;
using System.Text.Json.Nodes;
using CodexA2A.Runner.AppServer;
using CodexA2A.Runner.AppServer.Protocol;
using CodexA2A.Runner.Mapping.Control;
using CodexA2A.Runner.Mapping.Text;

namespace CodexA2A.Runner.Mapping.Watches;

/// <summary>What a watch tells, in the words of the extensions of threads and discovery. Pure; paths of this machine are left out.</summary>
/// <param name="Name">The event, such as <c>thread.started</c>.</param>
/// <param name="ThreadId">The thread that it is about; null when it is about none.</param>
/// <param name="Data">The event as data: <c>kind</c>, <c>event</c>, <c>source</c>, and what belongs to it.</param>
internal sealed record WatchedEvent(string Name, string? ThreadId, JsonObject Data)
{
    private const int TitleBytes = 200;

    /// <summary>An event of the log has 256 KiB; a list beyond this is left out, and read with <c>codex.discovery.apps.list</c>.</summary>
    private const int ListBytes = 128 * 1024;

    /// <summary>A turn began to run in the thread, so that the thread is its session's for good.</summary>
    public bool IsActive { get; private init; }

    /// <summary>Reads a notification; null for one that is no event.</summary>
    public static WatchedEvent? Read(Notification notification, string root) => notification switch
    {
        ThreadStartedNotification { Thread: { } thread } => Of("thread.started", "thread/started", thread.Id, ("thread", Thread(thread, root))),
        ThreadStatusChangedNotification { Status: { } status } changed => Of("thread.status.changed", "thread/status/changed", changed.ThreadId, ("status", Status(status))) is { } e
            ? e with { IsActive = status.Type == "active" } : null,
        ThreadArchivedNotification => Of("thread.archived", "thread/archived", notification.ThreadId),
        ThreadUnarchivedNotification => Of("thread.unarchived", "thread/unarchived", notification.ThreadId),
        ThreadClosedNotification => Of("thread.closed", "thread/closed", notification.ThreadId),
        ThreadDeletedNotification => Of("thread.deleted", "thread/deleted", notification.ThreadId),
        ThreadNameUpdatedNotification named => Of("thread.name.updated", "thread/name/updated", named.ThreadId, ("name", Title(named.ThreadName))),
        SkillsChangedNotification => new WatchedEvent("skills.changed", null, New("skills.changed", "skills/changed")),
        AppListUpdatedNotification { Data: { } apps } => Apps(apps),
        _ => null,
    };

    /// <summary>Tells that so many were lost.</summary>
    public static JsonObject Missed(int count) => new() { ["kind"] = "events_missed", ["event"] = "watch.missed", ["count"] = count };

    /// <summary>The last one of a watch.</summary>
    public static JsonObject Ended(string reason) => new() { ["kind"] = "watch_ended", ["event"] = "watch.ended", ["release_reason"] = reason };

    private static WatchedEvent? Of(string name, string source, string? threadId, params ReadOnlySpan<(string Name, JsonNode? Value)> members)
    {
        if (threadId is null)
        {
            return null;
        }

        var data = New(name, source);
        data["thread_id"] = threadId;
        foreach (var (member, value) in members)
        {
            data[member] = value;
        }

        return new WatchedEvent(name, threadId, data);
    }

    private static JsonObject New(string name, string source) => new() { ["kind"] = name.Replace('.', '_'), ["event"] = name, ["source"] = source };

    private static JsonObject Thread(CodexThread thread, string root) => new()
    {
        ["id"] = thread.Id,
        ["title"] = Title(string.IsNullOrEmpty(thread.Name) ? thread.Preview : thread.Name),
        ["status"] = thread.Status?.Type,
        ["directory"] = thread.Cwd is { } cwd && new WorkspacePaths(root).Show(cwd) is { } shown && !Path.IsPathRooted(shown) ? shown : null,
    };

    private static JsonObject Status(ThreadStatus status)
    {
        var told = new JsonObject { ["type"] = status.Type };
        if (status.ActiveFlags is { } flags)
        {
            told["activeFlags"] = new JsonArray([.. flags.Select(flag => (JsonNode)flag)]);
        }

        return told;
    }

    private static WatchedEvent Apps(IReadOnlyList<JsonElement> apps)
    {
        var data = New("apps.updated", "app/list/updated");
        var items = WireJson.Array(apps.Select(CatalogMapping.App));
        if (items.ToJsonString().Length <= ListBytes)
        {
            data["items"] = items;
        }
        else
        {
            data["items_omitted"] = apps.Count;
        }

        return new WatchedEvent("apps.updated", null, data);
    }

    private static string? Title(string? text) => string.IsNullOrWhiteSpace(text) ? null : BoundedText.FirstAndLast(text.Trim(), TitleBytes).Text;
}
