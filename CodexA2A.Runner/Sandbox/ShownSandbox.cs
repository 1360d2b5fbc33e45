using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using CodexA2A.Runner.AppServer.Protocol;

namespace CodexA2A.Runner.Sandbox;

/// <summary>
/// The sandbox of each mode that was last shown to keep its promise, where that is required: each turn names it then, because a project's own
/// configuration may have given its thread a wider one.
/// </summary>
internal sealed class ShownSandbox
{
    private readonly ConcurrentDictionary<string, SandboxSubject> _subjects = new(StringComparer.Ordinal);

    /// <summary>One was shown.</summary>
    public void Keep(SandboxSubject subject) => _subjects[subject.Mode] = subject;

    /// <summary>The policy of a turn in a folder; null leaves it at the thread's: nothing was shown, or nothing is required.</summary>
    /// <param name="mode">The mode that the turn has; null where nobody names one.</param>
    /// <param name="folder">Absolute path.</param>
    public SandboxPolicy? In(string? mode, string folder) => mode is not null && _subjects.TryGetValue(mode, out var subject) ? subject.At(folder).Policy : null;

    /// <summary>
    /// The same as configuration of a thread, over that of a project: a review names no policy and has what its thread has. Null
    /// where nothing was shown, or the mode leaves nothing to be widened.
    /// </summary>
    public JsonObject? Settings(string? mode) =>
        mode is not null && _subjects.TryGetValue(mode, out var subject) && subject.Policy is WorkspaceWritePolicy policy
            ? new JsonObject
            {
                ["sandbox_workspace_write.network_access"] = policy.NetworkAccess,
                ["sandbox_workspace_write.writable_roots"] = new JsonArray([.. subject.Roots.Skip(1).Select(root => (JsonNode?)root)]),
                ["sandbox_workspace_write.exclude_tmpdir_env_var"] = policy.ExcludeTmpdirEnvVar,
                ["sandbox_workspace_write.exclude_slash_tmp"] = policy.ExcludeSlashTmp,
            }
            : null;
}
