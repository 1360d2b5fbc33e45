using System.Text.Json.Serialization;

namespace CodexA2A.Runner.AppServer.Protocol;

/// <summary><c>config/read</c>: as it is in a folder, with what projects around that say; null for Codex's own configuration alone.</summary>
internal sealed record ConfigReadParams(string? Cwd);

/// <summary>Answer to <c>config/read</c>, as far as it is about the sandbox.</summary>
internal sealed record ConfigReadResult(ConfigSandbox? Config);

/// <summary>The sandbox of Codex's configuration; its names are those of <c>config.toml</c>.</summary>
internal sealed record ConfigSandbox(
    [property: JsonPropertyName("sandbox_mode")] string? SandboxMode = null,
    [property: JsonPropertyName("sandbox_workspace_write")] ConfigWorkspaceWrite? SandboxWorkspaceWrite = null);

/// <summary>What <c>workspace-write</c> adds to its defaults.</summary>
internal sealed record ConfigWorkspaceWrite(
    [property: JsonPropertyName("writable_roots")] IReadOnlyList<string>? WritableRoots = null,
    [property: JsonPropertyName("network_access")] bool NetworkAccess = false,
    [property: JsonPropertyName("exclude_tmpdir_env_var")] bool ExcludeTmpdirEnvVar = false,
    [property: JsonPropertyName("exclude_slash_tmp")] bool ExcludeSlashTmp = false);
