using System.Text.Json.Nodes;
using CodexA2A.Runner.AppServer;
using CodexA2A.Runner.Exec;
using CodexA2A.Runner.Policies;
using CodexA2A.Runner.Sandbox;
using CodexA2A.Runner.Workspaces;
using CodexA2A.Runner.Workspaces.Contexts;
using CodexA2A.Tasks;
using Microsoft.Extensions.Options;

namespace CodexA2A.Runner.Control;

/// <summary>
/// A command of a person's in the workspace, in the sandbox that commands of the agent have, and with them one at a time in a folder
/// that is <see cref="WorkspaceOptions.Exclusive"/>. What it leaves behind is killed, however it ends. Codex's own command of a
/// thread (<c>thread/shellCommand</c>) has no sandbox, and is not used.
/// </summary>
internal sealed class ShellMethods(
    AppServerHost host, ControlFolders folders, ContextWorkspaces contexts, WorkspaceGate workspaces, CommandSandbox sandbox, SandboxPromise promise, PrincipalPolicies policies, IOptions<RunnerOptions> runner, TimeProvider time)
    : IControlMethods
{
    /// <summary>Who asks waits for a minute: with <see cref="WaitLimit"/> and the end of what does not end, it stays within that.</summary>
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(20);

    /// <summary>For a try of the sandbox, which takes at most <see cref="SandboxTrial.Limit"/>, and for the folder, together.</summary>
    private static readonly TimeSpan WaitLimit = TimeSpan.FromSeconds(20);

    private const int OutputBytes = 64 * 1024;

    /// <inheritdoc />
    public IEnumerable<ControlMethod> All => [new("codex.sessions.shell", RunAsync)];

    /// <summary><c>{command, context_id}</c> to <c>{exit_code, stdout, stderr}</c>.</summary>
    private async Task<JsonObject> RunAsync(ControlCall call, CancellationToken cancellationToken)
    {
        var begun = time.GetTimestamp();
        var policy = policies.Of(call.Owner.Principal);
        await promise.PassAsync(policy, cancellationToken);
        // An Api of an earlier release does not say the context.
        var session = SessionId.Create(call.Owner, (string?)call.Params["context_id"] ?? "");
        var folder = contexts.IsOn ? contexts.Use(session) : folders.Root;
        using var place = await workspaces.EnterAsync(folder, Left(time.GetElapsedTime(begun)), cancellationToken);
        var client = await host.GetAsync(cancellationToken);
        var launch = new ExecLaunch(["/bin/sh", "-c", (string)call.Params["command"]!], folder, Limit, OutputBytes)
        {
            Sandbox = await sandbox.OfAsync(client, folder, policy.SandboxMode, cancellationToken),
            Streams = false,
        };
        WorkspaceFolder.Confirm(contexts.RootsOf(session), folder);
        await using var process = ExecProcess.Start(client, launch, runner.Value.StopTimeout, time);
        var result = await process.Answer.WaitAsync(cancellationToken);
        return new JsonObject { ["exit_code"] = result.ExitCode, ["stdout"] = result.Stdout ?? "", ["stderr"] = result.Stderr ?? "" };
    }

    /// <summary>What is left of the waiting after some of it.</summary>
    internal static TimeSpan Left(TimeSpan waited) => waited < WaitLimit ? WaitLimit - waited : TimeSpan.Zero;
}
