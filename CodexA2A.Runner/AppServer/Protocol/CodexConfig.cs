using System.Text.Json.Serialization;

namespace CodexA2A.Runner.AppServer.Protocol;

/// <summary>Answer to <c>config/read</c>: what Codex's configuration comes to, all of its files and our command line together.</summary>
internal sealed record ConfigReadResult(CodexConfig? Config);

/// <summary>What we ask of it; its names are those of the file.</summary>
internal sealed record CodexConfig([property: JsonPropertyName("sandbox_workspace_write")] WorkspaceWriteConfig? WorkspaceWrite);

/// <summary>Table <c>sandbox_workspace_write</c>.</summary>
/// <param name="ExcludeTmpdirEnvVar">The folder of TMPDIR is none that may be written.</param>
/// <param name="ExcludeSlashTmp">Neither is <c>/tmp</c>.</param>
internal sealed record WorkspaceWriteConfig(
    [property: JsonPropertyName("exclude_tmpdir_env_var")] bool ExcludeTmpdirEnvVar = false,
    [property: JsonPropertyName("exclude_slash_tmp")] bool ExcludeSlashTmp = false);
