using System.Text.Json;
using System.Text.Json.Nodes;
using CodexA2A.Runner.AppServer.Protocol;
using CodexA2A.Runner.Mapping.Text;

namespace CodexA2A.Runner.Mapping.Approvals;

/// <summary>The model asks for rights.</summary>
internal static class PermissionsDraft
{
    /// <summary>The question.</summary>
    public static InterruptDraft From(PermissionsApprovalRequest request, WorkspacePaths paths)
    {
        var permissions = Json(request.Permissions);
        var details = new JsonObject { ["permissions"] = permissions, ["available_decisions"] = CommandDraft.Decisions(null) };
        CommandDraft.Set(details, "cwd", request.Cwd is null ? null : paths.Show(request.Cwd));
        CommandDraft.Set(details, "reason", request.Reason);
        var why = string.IsNullOrWhiteSpace(request.Reason) ? "" : $"\nbecause: {request.Reason.Trim()}";
        var asked = BoundedText.FirstAndLast(permissions.ToJsonString(), 2048).Text;
        return InterruptDraft.Create(InterruptTypes.Permissions, details, $"Codex asks for more rights: {asked}{why}\n{InterruptDrafts.HowToDecide}");
    }

    /// <summary>The rights as they were asked for, whatever their size.</summary>
    internal static JsonObject Whole(RequestedPermissions permissions)
    {
        var json = new JsonObject();
        CommandDraft.Set(json, "network", permissions.Network is { ValueKind: JsonValueKind.Object } network ? JsonObject.Create(network) : null);
        CommandDraft.Set(json, "fileSystem", permissions.FileSystem is { ValueKind: JsonValueKind.Object } files ? JsonObject.Create(files) : null);
        return json;
    }

    /// <summary>The rights by name, bounded.</summary>
    internal static JsonObject Json(RequestedPermissions? permissions)
    {
        var json = new JsonObject();
        CommandDraft.Set(json, "network", BoundedJson.From(permissions?.Network, InterruptDrafts.MaxDetail));
        CommandDraft.Set(json, "fileSystem", BoundedJson.From(permissions?.FileSystem, InterruptDrafts.MaxDetail));
        return json;
    }
}
