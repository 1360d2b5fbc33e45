using System.Text.Json.Nodes;
using CodexA2A.Runner.AppServer.Protocol;
using CodexA2A.Runner.Mapping.Artifacts;
using CodexA2A.Runner.Mapping.Streams;
using CodexA2A.Runner.Mapping.Text;

namespace CodexA2A.Runner.Mapping.Items;

/// <summary>A patch as a tool, its diffs kept.</summary>
internal static class FileChangeStates
{
    /// <summary>The item's kind.</summary>
    public const string SourceMethod = "fileChange";

    /// <summary>How the patch stands.</summary>
    public static ToolState From(FileChangeItem item, bool ended, WorkspacePaths paths) =>
        new(SourceMethod, "apply_patch", ToolStatuses.From(item.Status, ended))
        {
            Title = Title(item.Changes ?? [], paths),
            Input = Input(item.Changes ?? [], paths),
            Error = item.Status == "declined" ? new JsonObject { ["message"] = "Declined; nothing was changed." } : null,
        };

    /// <summary>What the patch does, for the tool's input and for an approval.</summary>
    public static JsonObject Input(IReadOnlyList<FileUpdateChange> changes, WorkspacePaths paths)
    {
        var names = new JsonArray();
        var list = new JsonArray();
        var left = EventSizes.ToolData;
        foreach (var change in changes)
        {
            names.Add((JsonNode)paths.Show(change.Path));
            var entry = new JsonObject { ["path"] = paths.Show(change.Path), ["kind"] = change.Kind.Type };
            if (change.Kind.MovePath is { } target)
            {
                entry["move_path"] = paths.Show(target);
            }

            var diff = BoundedText.FirstAndLast(change.Diff ?? "", Math.Max(left, 256));
            entry["diff"] = diff.Text;
            if (diff.TruncatedBytes > 0)
            {
                entry["truncated_bytes"] = diff.TruncatedBytes;
            }

            left -= Math.Min(left, System.Text.Encoding.UTF8.GetByteCount(diff.Text));
            list.Add((JsonNode)entry);
        }

        return new JsonObject { ["paths"] = names, ["change_count"] = changes.Count, ["changes"] = list };
    }

    private static string Title(IReadOnlyList<FileUpdateChange> changes, WorkspacePaths paths) => changes switch
    {
        [] => "Change files",
        [var one] => $"{Verb(one.Kind.Type)} {paths.Show(one.Path)}",
        _ => $"Change {changes.Count} files",
    };

    private static string Verb(string kind) => kind switch { "add" => "Add", "delete" => "Delete", _ => "Change" };
}
