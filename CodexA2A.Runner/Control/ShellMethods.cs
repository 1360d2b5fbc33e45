using System.Text.Json.Nodes;
using CodexA2A.Runner.AppServer;
using CodexA2A.Runner.AppServer.Protocol;
using CodexA2A.Runner.Sandbox;
using CodexA2A.Tasks;
using Microsoft.Extensions.Options;

namespace CodexA2A.Runner.Control;

/// <summary>
/// A command of a person's in the workspace, in the sandbox that commands of the agent have. Codex's own command of a thread
/// (<c>thread/shellCommand</c>) has none, and is not used.
/// </summary>
internal sealed class ShellMethods(AppServerHost host, SandboxWatch sandbox, ControlFolders folders, IOptions<CodexOptions> options) : IControlMethods
{
    /// <summary>Less than a request to Codex may take.</summary>
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(20);

    private const int OutputBytes = 64 * 1024;

    /// <inheritdoc />
    public IEnumerable<ControlMethod> All => [new("codex.sessions.shell", RunAsync)];

    /// <summary><c>{command}</c> to <c>{exit_code, stdout, stderr}</c>.</summary>
    private async Task<JsonObject> RunAsync(ControlCall call, CancellationToken cancellationToken)
    {
        await sandbox.PassAsync(cancellationToken);
        var client = await host.GetAsync(cancellationToken);
        var result = await client.RunShellAsync(
            new ShellExecParams(["/bin/sh", "-c", (string)call.Params["command"]!], folders.Root, (long)Limit.TotalMilliseconds, OutputBytes, SandboxModes.OfCommand(options.Value, folders.Root)), cancellationToken);
        return new JsonObject { ["exit_code"] = result.ExitCode, ["stdout"] = result.Stdout ?? "", ["stderr"] = result.Stderr ?? "" };
    }
}
