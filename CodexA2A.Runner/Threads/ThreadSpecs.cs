using CodexA2A.Runner.AppServer;
using CodexA2A.Runner.AppServer.Envelope;
using CodexA2A.Runner.AppServer.Protocol;
using CodexA2A.Runner.Sandbox;
using CodexA2A.Runner.Workspaces;
using CodexA2A.Tasks;
using Microsoft.Extensions.Options;

namespace CodexA2A.Runner.Threads;

/// <summary>What every thread of this runner is started or resumed with.</summary>
internal sealed class ThreadSpecs(IOptions<CodexOptions> codex, IOptions<RunnerOptions> runner, ShownSandbox shown, IOptions<WorkspaceOptions>? workspaces = null)
{
    /// <summary>The folder that turns work in unless they name another, links followed: as Codex names what lies in it.</summary>
    public string WorkspaceRoot => WorkspaceFolder.RealPath(Path.GetFullPath(runner.Value.WorkspaceRoot ?? Environment.CurrentDirectory));

    /// <summary>The folders that requests may name.</summary>
    public WorkspaceRoots Roots => new(WorkspaceRoot) { Allowed = [.. workspaces?.Value.Allowed ?? []] };

    /// <summary>False where each context has a folder of its own, so that no thread can be started before it is known whose it is.</summary>
    public bool SharesWorkspace => workspaces?.Value.PerContext is null or "" or WorkspaceOptions.None;

    /// <summary>The model of new threads; null where Codex decides.</summary>
    public string? Model => NullIfEmpty(codex.Value.Model);

    /// <summary>The sandbox that a turn in a folder names (null: the one of its terms); null where its thread's holds.</summary>
    public SandboxPolicy? SandboxOfTurn(ThreadTerms terms, string? folder) => terms.Policy.SandboxMode == "read-only"
        ? new ReadOnlyPolicy()
        : SandboxModes.OfTurn(Mode(terms), codex.Value) ?? shown.In(Mode(terms), folder ?? terms.Workspace ?? WorkspaceRoot);

    /// <summary>The approval policy that each turn in a process must name; null leaves it at the thread's.</summary>
    /// <exception cref="CodexUnavailableException">The process cannot run a turn: what it asks would not be understood.</exception>
    public string? ApprovalsOfTurn(AppServerClient client, ThreadTerms terms) =>
        SchemaPolicy.OfTurn(client.Schema, codex.Value, terms.Policy.ApprovalPolicy) ?? terms.Policy.ApprovalPolicy;

    /// <summary>Whether a thread that is opened with these terms is as one that is opened with none.</summary>
    public bool IsPlain(ThreadTerms terms) => Start(terms) with { Config = null } == Start(ThreadTerms.Plain) with { Config = null };

    /// <summary>Parameters of a new thread.</summary>
    /// <param name="terms">Whose it is.</param>
    /// <param name="ephemeral">True for one that nothing is written of and nothing can go on with.</param>
    public ThreadStartParams Start(ThreadTerms terms, bool ephemeral = false) => new()
    {
        Ephemeral = ephemeral ? true : null,
        Cwd = terms.Workspace ?? WorkspaceRoot,
        Model = terms.Policy.Model ?? Model,
        ApprovalPolicy = Approvals(terms),
        Sandbox = SandboxModes.OfThread(Mode(terms)),
        Config = shown.Settings(Mode(terms)),
        ServiceName = "codex-a2a",
    };

    /// <summary>Parameters to load a thread again.</summary>
    public ThreadResumeParams Resume(string threadId, ThreadTerms terms) => new()
    {
        ThreadId = threadId,
        // Whoever does not know the context leaves the thread in its folder: a review runs where the thread is.
        Cwd = terms.Workspace ?? (SharesWorkspace ? WorkspaceRoot : null),
        Model = Kept(terms),
        ApprovalPolicy = Approvals(terms),
        Sandbox = SandboxModes.OfThread(Mode(terms)),
        Config = shown.Settings(Mode(terms)),
    };

    /// <summary>Parameters of a copy of a thread.</summary>
    public ThreadForkParams Fork(string threadId, string? lastTurnId, string? folder, ThreadTerms terms) => new()
    {
        ThreadId = threadId,
        LastTurnId = lastTurnId,
        Cwd = folder ?? terms.Workspace ?? WorkspaceRoot,
        Model = Kept(terms),
        ApprovalPolicy = Approvals(terms),
        Sandbox = SandboxModes.OfThread(Mode(terms)),
        Config = shown.Settings(Mode(terms)),
    };

    private string? Mode(ThreadTerms terms) => terms.Policy.SandboxMode ?? codex.Value.SandboxMode;

    private string? Approvals(ThreadTerms terms) => LaunchArguments.ApprovalPolicy(terms.Policy.ApprovalPolicy ?? codex.Value.ApprovalPolicy);

    // The thread's own where the settings name none; whether it is allowed is asked before its next turn.
    private string? Kept(ThreadTerms terms) => Model is { } model && terms.Policy.Allows(model) ? model : null;

    private static string? NullIfEmpty(string? setting) => setting is { Length: > 0 } ? setting : null;
}
