using CodexA2A.Runner.AppServer;
using CodexA2A.Runner.AppServer.Protocol;
using CodexA2A.Runner.Workspaces;
using Microsoft.Extensions.Options;

namespace CodexA2A.Runner.Threads;

/// <summary>What every thread of this runner is started or resumed with.</summary>
internal sealed class ThreadSpecs(IOptions<CodexOptions> codex, IOptions<RunnerOptions> runner)
{
    /// <summary>The folder that turns work in unless they name another, links followed: as Codex names what lies in it.</summary>
    public string WorkspaceRoot => WorkspaceFolder.RealPath(Path.GetFullPath(runner.Value.WorkspaceRoot ?? Environment.CurrentDirectory));

    /// <summary>The model of new threads; null where Codex decides.</summary>
    public string? Model => NullIfEmpty(codex.Value.Model);

    /// <summary>The sandbox that each turn names; null where its thread's holds.</summary>
    public SandboxPolicy? TurnSandbox => SandboxModes.OfTurn(codex.Value);

    /// <summary>Parameters of a new thread.</summary>
    public ThreadStartParams Start() => new()
    {
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
