using CodexA2A.Runner.AppServer.Protocol;
using Microsoft.Extensions.Options;

namespace CodexA2A.Runner.Threads;

/// <summary>What every thread of this runner is started or resumed with.</summary>
internal sealed class ThreadSpecs(IOptions<CodexOptions> codex, IOptions<RunnerOptions> runner)
{
    /// <summary>The folder that turns work in unless they name another.</summary>
    public string WorkspaceRoot => Path.GetFullPath(runner.Value.WorkspaceRoot ?? Environment.CurrentDirectory);

    /// <summary>Parameters of a new thread.</summary>
    public ThreadStartParams Start() => new()
    {
        Cwd = WorkspaceRoot,
        Model = codex.Value.Model,
        ApprovalPolicy = codex.Value.ApprovalPolicy,
        Sandbox = codex.Value.SandboxMode,
        ServiceName = "codex-a2a",
    };

    /// <summary>Parameters to load a thread again.</summary>
    public ThreadResumeParams Resume(string threadId) => new()
    {
        ThreadId = threadId,
        Cwd = WorkspaceRoot,
        Model = codex.Value.Model,
        ApprovalPolicy = codex.Value.ApprovalPolicy,
        Sandbox = codex.Value.SandboxMode,
    };
}
