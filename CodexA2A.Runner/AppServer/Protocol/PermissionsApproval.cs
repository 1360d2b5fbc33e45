using System.Text.Json;

namespace CodexA2A.Runner.AppServer.Protocol;

/// <summary><c>item/permissions/requestApproval</c>: the model asks for rights.</summary>
internal sealed record PermissionsApprovalRequest(
    string ItemId,
    string? Cwd = null,
    string? Reason = null,
    RequestedPermissions? Permissions = null) : ServerRequest, IOfItem;

/// <summary>Rights asked for or granted: network <c>{enabled}</c>, file system <c>{read, write, entries}</c>.</summary>
internal sealed record RequestedPermissions(JsonElement? Network = null, JsonElement? FileSystem = null);

/// <summary>Answer: the part that is granted (empty grants nothing); <see cref="Scope"/> is <c>turn</c> or <c>session</c>.</summary>
internal sealed record PermissionsApprovalResponse(RequestedPermissions Permissions, string Scope = "turn") : ServerRequestResponse;
