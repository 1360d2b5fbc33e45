using CodexA2A.Runner.AppServer.Protocol;
using Microsoft.Extensions.Options;

namespace CodexA2A.Runner.AppServer;

/// <summary>The sandbox of commands of persons: the mode of their policy, else <c>Codex:SandboxMode</c>, and of Codex's own configuration what makes it narrower.</summary>
internal sealed class CommandSandbox(IOptions<CodexOptions> codex)
{
    /// <summary>The sandbox in a folder; null leaves it to Codex's own configuration.</summary>
    /// <param name="client">The process that runs the command.</param>
    /// <param name="folder">Absolute path of the folder.</param>
    /// <param name="mode">The mode of the person's policy; null for <c>Codex:SandboxMode</c>.</param>
    /// <param name="cancellationToken">Ends the asking.</param>
    /// <exception cref="AppServerException">Codex does not tell its configuration.</exception>
    public async Task<SandboxPolicy?> OfAsync(AppServerClient client, string folder, string? mode, CancellationToken cancellationToken)
    {
        mode ??= codex.Value.SandboxMode;
        var configured = SandboxModes.Writes(mode) ? (await client.ReadConfigAsync(null, cancellationToken)).Config?.SandboxWorkspaceWrite : null;
        return SandboxModes.OfCommand(mode, codex.Value, folder, configured);
    }
}
