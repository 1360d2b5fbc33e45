using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using CodexA2A.Runner.AppServer.Protocol;
using CodexA2A.Runner.Mapping.Text;

namespace CodexA2A.Runner.Mapping.Approvals;

/// <summary>May this patch be applied. Codex's request has no diff: it is in the item that was started before.</summary>
internal static class FileChangeDraft
{
    private const int MaxListed = 20;

    /// <summary>The question.</summary>
    public static InterruptDraft From(FileChangeApprovalRequest request, FileChangeItem? patch, WorkspacePaths paths)
    {
        var changes = patch?.Changes ?? [];
        var details = new JsonObject
        {
            ["permission"] = "file_change",
            ["patterns"] = CommandDraft.Strings(changes.Select(change => paths.Show(change.Path))),
            ["always"] = CommandDraft.Strings([]),
            ["available_decisions"] = CommandDraft.Decisions(null),
        };
        CommandDraft.Set(details, "reason", request.Reason);
        CommandDraft.Set(details, "grant_root", request.GrantRoot is null ? null : paths.Show(request.GrantRoot));
        if (changes.Count > 0)
        {
            var diff = BoundedText.FirstAndLast(Diff(changes, paths), InterruptDrafts.MaxDetail);
            details["diff"] = diff.Text;
            CommandDraft.Set(details, "truncated_bytes", diff.TruncatedBytes > 0 ? diff.TruncatedBytes : null);
        }

        return InterruptDraft.Create(InterruptTypes.Permission, details, Message(request, changes, paths));
    }

    private static string Diff(IReadOnlyList<FileUpdateChange> changes, WorkspacePaths paths)
    {
        var text = new StringBuilder();
        foreach (var change in changes)
        {
            var target = change.Kind.MovePath is { } move ? $" -> {paths.Show(move)}" : "";
            text.Append(CultureInfo.InvariantCulture, $"=== {change.Kind.Type} {paths.Show(change.Path)}{target}\n").Append(change.Diff);
            if (change.Diff is { Length: > 0 } diff && diff[^1] != '\n')
            {
                text.Append('\n');
            }
        }

        return text.ToString();
    }

    private static string Message(FileChangeApprovalRequest request, IReadOnlyList<FileUpdateChange> changes, WorkspacePaths paths)
    {
        var what = changes.Count switch
        {
            0 => "Codex wants to change files.",
            1 => $"Codex wants to change a file: {Line(changes[0], paths)}",
            _ => $"Codex wants to change {changes.Count} files:\n" + string.Join('\n', changes.Take(MaxListed).Select(change => "- " + Line(change, paths))),
        };
        var more = changes.Count > MaxListed ? $"\n- and {changes.Count - MaxListed} more" : "";
        var root = request.GrantRoot is null ? "" : $"\nand to write below {paths.Show(request.GrantRoot)} for the rest of the session";
        var why = string.IsNullOrWhiteSpace(request.Reason) ? "" : $"\nbecause: {request.Reason.Trim()}";
        return $"{what}{more}{root}{why}\n{InterruptDrafts.HowToDecide}";
    }

    private static string Line(FileUpdateChange change, WorkspacePaths paths)
    {
        var path = paths.Show(change.Path);
        var lines = (change.Diff ?? "").Split('\n');
        return change.Kind.Type switch
        {
            "add" => $"{path} (new, {(lines.Count(line => line.Length > 0) is var n && n == 1 ? "1 line" : $"{n} lines")})",
            "delete" => $"{path} (deleted)",
            _ => $"{path}{(change.Kind.MovePath is { } move ? $" -> {paths.Show(move)}" : "")} (+{lines.Count(line => line.StartsWith('+'))} -{lines.Count(line => line.StartsWith('-'))})",
        };
    }
}
