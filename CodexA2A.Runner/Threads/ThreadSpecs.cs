using CodexA2A.Runner.AppServer;
using CodexA2A.Runner.AppServer.Envelope;
using CodexA2A.Runner.AppServer.Protocol;
using CodexA2A.Runner.Sandbox;
using CodexA2A.Runner.Workspaces;
using Microsoft.Extensions.Options;

namespace CodexA2A.Runner.Threads;

/// <summary>What every thread of this runner is started or resumed with.</summary>
internal sealed class ThreadSpecs(IOptions<CodexOptions> codex, IOptions<RunnerOptions> runner, ShownSandbox shown)
{
    /// <summary>The folder that turns work in unless they name another, links followed: as Codex names what lies in it.</summary>
    public string WorkspaceRoot => WorkspaceFolder.RealPath(Path.GetFullPath(runner.Value.WorkspaceRoot ?? Environment.CurrentDirectory));

    /// <summary>The model of new threads; null where Codex decides.</summary>
    public string? Model => NullIfEmpty(codex.Value.Model);

    /// <summary>The sandbox that a turn in a folder names (null: the root); null where its thread's holds.</summary>
    public SandboxPolicy? TurnSandbox(string? folder) => SandboxModes.OfTurn(codex.Value) ?? shown.In(folder ?? WorkspaceRoot);

    /// <summary>The approval policy that each turn in a process must name; null leaves it at the thread's.</summary>
    /// <exception cref="CodexUnavailableException">The process cannot run a turn: what it asks would not be understood.</exception>
    public string? ApprovalsOfTurn(AppServerClient client) => SchemaPolicy.OfTurn(client.Schema, codex.Value);

    /// <summary>Parameters of a new thread.</summary>
    /// <param name="ephemeral">True for one that nothing is written of and nothing can go on with.</param>
    public ThreadStartParams Start(bool ephemeral = false) => new()
    {
        Ephemeral = ephemeral ? true : null,
        Cwd = WorkspaceRoot,
        Model = Model,
        ApprovalPolicy = LaunchArguments.ApprovalPolicy(codex.Value.ApprovalPolicy),
        Sandbox = SandboxModes.OfThread(codex.Value),
        ServiceName = "codex-a2a",
    };

    /// <summary>Parameters to load a thread again.</summary>
    public ThreadResumeParams Resume(string threadId) => new()
    {
        ThreadId = threadId,
        Cwd = WorkspaceRoot,
        Model = Model,
        ApprovalPolicy = LaunchArguments.ApprovalPolicy(codex.Value.ApprovalPolicy),
        Sandbox = SandboxModes.OfThread(codex.Value),
    };

    /// <summary>Parameters of a copy of a thread.</summary>
    public ThreadForkParams Fork(string threadId, string? lastTurnId, string? folder) => new()
    {
        ThreadId = threadId,
        LastTurnId = lastTurnId,
        Cwd = folder ?? WorkspaceRoot,
        Model = Model,
        ApprovalPolicy = LaunchArguments.ApprovalPolicy(codex.Value.ApprovalPolicy),
        Sandbox = SandboxModes.OfThread(codex.Value),
    };

    private static string? NullIfEmpty(string? setting) => setting is { Length: > 0 } ? setting : null;
}
