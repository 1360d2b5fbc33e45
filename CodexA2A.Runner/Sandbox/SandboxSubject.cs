using System.Text.Json;
using CodexA2A.Runner.AppServer;
using CodexA2A.Runner.AppServer.Protocol;

namespace CodexA2A.Runner.Sandbox;

/// <summary>The sandbox that turns get, as far as settings and Codex's configuration name it. Pure.</summary>
/// <param name="Mode">One of <see cref="SandboxModes"/>, or <see cref="Default"/>.</param>
/// <param name="Policy">The same as a policy; null leaves it to Codex.</param>
internal sealed record SandboxSubject(string Mode, SandboxPolicy? Policy)
{
    /// <summary>Nothing names a mode: Codex chooses, read-only or workspace-write.</summary>
    public const string Default = "default";

    /// <summary>The network is on in it.</summary>
    public bool NetworkAllowed => Policy is WorkspaceWritePolicy { NetworkAccess: true } or ReadOnlyPolicy { NetworkAccess: true };

    /// <summary>Folders besides the workspace that can be written.</summary>
    public IReadOnlyList<string> Roots => Policy is WorkspaceWritePolicy policy ? policy.WritableRoots : [];

    /// <summary>Differs when the policy does.</summary>
    public string Key => Policy is null ? Mode : $"{Mode} {JsonSerializer.Serialize(Policy, AppServerJson.Default.SandboxPolicy)}";

    /// <summary>The same sandbox around another folder in place of the workspace.</summary>
    public SandboxSubject At(string folder) =>
        Policy is WorkspaceWritePolicy policy ? this with { Policy = policy with { WritableRoots = [folder, .. policy.WritableRoots.Skip(1)] } } : this;

    /// <summary>What turns in a folder get.</summary>
    /// <param name="options">The settings.</param>
    /// <param name="config">What Codex reads from its configuration; null where it does not tell.</param>
    /// <param name="folder">Absolute path.</param>
    /// <param name="policy">The mode of a policy; null for what holds for all.</param>
    public static SandboxSubject Of(CodexOptions options, ConfigSandbox? config, string folder, string? policy = null)
    {
        var named = policy ?? (options.SandboxMode is { Length: > 0 } mode ? mode : config?.SandboxMode ?? Default);
        var more = config?.SandboxWorkspaceWrite;
        return new SandboxSubject(named, named switch
        {
            SandboxModes.External => SandboxModes.OfTurn(named, options),
            SandboxModes.None => new DangerFullAccessPolicy(),
            "read-only" => new ReadOnlyPolicy(),
            "workspace-write" => new WorkspaceWritePolicy(
                [folder, .. more?.WritableRoots ?? []], more?.NetworkAccess ?? false, more?.ExcludeTmpdirEnvVar ?? false, more?.ExcludeSlashTmp ?? false),
            _ => null,
        });
    }
}
