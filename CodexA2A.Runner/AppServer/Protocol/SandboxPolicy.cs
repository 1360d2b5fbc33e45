using System.Text.Json.Serialization;

namespace CodexA2A.Runner.AppServer.Protocol;

/// <summary>Sandbox of a turn; sticks to the thread for later turns.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "type", IgnoreUnrecognizedTypeDiscriminators = true)]
[JsonDerivedType(typeof(DangerFullAccessPolicy), "dangerFullAccess")]
[JsonDerivedType(typeof(ReadOnlyPolicy), "readOnly")]
[JsonDerivedType(typeof(WorkspaceWritePolicy), "workspaceWrite")]
[JsonDerivedType(typeof(ExternalSandboxPolicy), "externalSandbox")]
internal record SandboxPolicy;

/// <summary>No sandbox.</summary>
internal sealed record DangerFullAccessPolicy : SandboxPolicy;

/// <summary>Reads everywhere, writes nowhere.</summary>
internal sealed record ReadOnlyPolicy(bool NetworkAccess = false) : SandboxPolicy;

/// <summary>Writes in the workspace, the given roots and the temporary folders.</summary>
internal sealed record WorkspaceWritePolicy(
    IReadOnlyList<string> WritableRoots,
    bool NetworkAccess = false,
    bool ExcludeTmpdirEnvVar = false,
    bool ExcludeSlashTmp = false) : SandboxPolicy;

/// <summary>The caller confines the process; <see cref="NetworkAccess"/> is <c>restricted</c> or <c>enabled</c>.</summary>
internal sealed record ExternalSandboxPolicy(string NetworkAccess = "restricted") : SandboxPolicy;
