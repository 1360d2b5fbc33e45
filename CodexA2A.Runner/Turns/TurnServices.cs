using System.Text.Json.Nodes;
using CodexA2A.Runner.AppServer;
using CodexA2A.Runner.Audit;
using CodexA2A.Runner.Mapping;
using CodexA2A.Runner.Patches;
using CodexA2A.Runner.Policies;
using CodexA2A.Runner.Sandbox;
using CodexA2A.Runner.Telemetry;
using CodexA2A.Runner.Threads;
using CodexA2A.Runner.Workspaces;
using CodexA2A.Runner.Workspaces.Contexts;
using CodexA2A.Tasks;
using Microsoft.Extensions.Options;

namespace CodexA2A.Runner.Turns;

/// <summary>What every turn needs.</summary>
internal sealed class TurnServices(
    ITaskLog log,
    ITurnQueue queue,
    ThreadDirectory threads,
    ThreadSpecs specs,
    RunnerHome home,
    SessionGate gate,
    LeftBehind leftBehind,
    TurnPatches patches,
    ModelGuard models,
    PrincipalPolicies policies,
    SandboxPromise promise,
    SandboxFindings sandbox,
    Inbox inbox,
    ContextWorkspaces contexts,
    TurnTelemetry telemetry,
    TurnReplies replies,
    RunnerAudit audit,
    IOptions<RunnerOptions> options,
    IOptions<SeamOptions> seam,
    TimeProvider time,
    ILogger<TurnRun> logger)
{
    public ITaskLog Log => log;

    public ITurnQueue Queue => queue;

    public ThreadDirectory Threads => threads;

    public RunnerHome Home => home;

    public SessionGate Gate => gate;

    /// <summary>What a service that was killed may have left running.</summary>
    public LeftBehind LeftBehind => leftBehind;

    /// <summary>Finds out what turns change.</summary>
    public TurnPatches Patches => patches;

    /// <summary>Knows which models there are.</summary>
    public ModelGuard Models => models;

    /// <summary>Knows whether what confines commands does so.</summary>
    public SandboxPromise Promise => promise;

    /// <summary>Puts the files of messages into the workspace.</summary>
    public Inbox Inbox => inbox;

    public TurnTelemetry Telemetry => telemetry;

    public TurnReplies Replies => replies;

    /// <summary>Has on record what is decided here.</summary>
    public RunnerAudit Audit => audit;

    public RunnerOptions Options => options.Value;

    /// <summary>How a turn writes its task: by the settings of the seam, each event stamped with its id.</summary>
    public TaskWriterOptions Writing { get; } = TaskWriterOptions.From(seam.Value) with { Stamp = StreamStamp.Apply };

    public TimeProvider Time => time;

    public ILogger Logger => logger;

    /// <summary>The model of turns that name none; null where Codex decides.</summary>
    public string? Model => specs.Model;

    /// <summary>The folder that turns work in.</summary>
    public string Workspace => specs.WorkspaceRoot;

    /// <summary>The folders that commands of callers may work in, which belong to no conversation.</summary>
    public WorkspaceRoots Roots => specs.Roots;

    /// <summary>The folders that turns work in.</summary>
    public ContextWorkspaces Contexts => contexts;

    /// <summary>What threads of a session are opened with.</summary>
    public ThreadTerms Terms(SessionLease lease) =>
        new(policies.Of(lease.Owner.Principal)) { Workspace = contexts.IsOn ? contexts.RootsOf(lease.Session).Root : null };

    /// <summary>What is known of the sandbox that commands of the owner's have, as tasks tell it.</summary>
    public Func<JsonObject?> SandboxOf(Owner owner)
    {
        var policy = policies.Of(owner.Principal);
        return () => sandbox.Of(policy)?.ToMetadata();
    }

    /// <summary>Which turn is mapped into which task.</summary>
    public TurnIdentity Identity(RunTurn run, SessionLease lease, string threadId) =>
        new(run.TaskId, lease.ContextId, threadId, null, run.SubmitId)
        {
            ModelSource = Options.ModelSource,
            WorkspaceRoot = contexts.RootsOf(lease.Session).Root,
            ImageBytes = Options.ImageBytes,
            Sandbox = SandboxOf(run.Owner),
        };
}
