using CodexA2A.Runner.AppServer;
using CodexA2A.Runner.Audit;
using CodexA2A.Runner.Mapping;
using CodexA2A.Runner.Mapping.Exec;
using CodexA2A.Runner.Mapping.Text;
using CodexA2A.Runner.Telemetry;
using CodexA2A.Runner.Turns;
using CodexA2A.Runner.Workspaces;
using CodexA2A.Tasks;

namespace CodexA2A.Runner.Exec;

/// <summary>
/// A command of a caller's from the moment that its task's turn has come to the task's last event. It needs no thread, and is run at
/// most once: after a loss nobody knows how far it came, and the task says so. While it waits for its folder or for Codex it has not
/// begun, and whoever stops leaves it to the next owner.
/// </summary>
internal sealed class ExecRun(ExecServices exec, TurnServices services, SessionLease lease, QueuedCommand command, ActiveTurn turn)
{
    private readonly RunExec _run = (RunExec)command.Command;
    private readonly EarlyStop _early = new(turn, parksOnDrain: true);
    private bool _begun;

    /// <summary>Runs one that nobody has begun.</summary>
    public Task<TurnResult> RunAsync() => WithPenAsync(async pen =>
    {
        var mapper = new ExecMapper(Identity("."), pen.Task);
        try
        {
            var folder = WorkspaceFolder.Resolve(services.Roots, _run.Directory);
            mapper = new ExecMapper(Identity(new WorkspacePaths(services.Workspace).Show(folder)), pen.Task);
            using var place = await EnterAsync(folder);
            var (client, launch) = await _early.WaitAsync(token => exec.Launches.OfAsync(_run, folder, token));
            _early.ThrowIfTold();
            return await PlayAsync(pen, mapper, client, launch);
        }
        catch (OperationCanceledException exception) when (_early.Explains(exception))
        {
            return _early.Reason == TurnStop.Park ? new TurnResult(null, Parked: true) : await EndAsync(pen, mapper, ExecEnd.TerminatedBy(null), null);
        }
        catch (Exception exception) when (Failure(exception) is { } error)
        {
            return await EndAsync(pen, mapper, ExecEnd.Failed(error), null);
        }
    });

    /// <summary>Ends one whose owner was lost.</summary>
    public Task<TurnResult> RecoverAsync() => WithPenAsync(async pen =>
    {
        var error = ExecErrors.OutcomeUnknown("The service was lost while the command ran.");
        await pen.CommitAsync(ExecLosses.Of(pen.Task, Identity("."), error, services.Time.GetUtcNow()), new WriteEffects { Done = command.Id }, turn.Aborted);
        exec.Telemetry.ExecEnded(TaskState.Failed, error.Code);
        return new TurnResult(null, Parked: false);
    });

    private async Task<TurnResult> WithPenAsync(Func<EventPen, Task<TurnResult>> run)
    {
        using var span = TurnTelemetry.Source.StartActivity("exec", System.Diagnostics.ActivityKind.Consumer, TraceContexts.Of(_run));
        await using var writer = await TaskWriter.OpenAsync(services.Log, lease, _run.TaskId, services.Writing, services.Time, turn.Aborted);
        var pen = new EventPen(writer, services.Options, services.Time);
        if (writer.Current.Status.State.IsTerminal)
        {
            await pen.CommitAsync([], new WriteEffects { Done = command.Id }, turn.Aborted);
            return new TurnResult(null, Parked: false);
        }

        return await run(pen);
    }

    private async Task<IDisposable> EnterAsync(string folder)
    {
        try
        {
            // Others run meanwhile; it takes its place back without waiting, as a turn does.
            turn.Place.Rest(exec.Folders.IsBusy(folder));
            return await _early.WaitAsync(token => exec.Folders.EnterAsync(folder, token));
        }
        finally
        {
            turn.Place.Rest(false);
        }
    }

    private async Task<TurnResult> PlayAsync(EventPen pen, ExecMapper mapper, AppServerClient client, ExecLaunch launch)
    {
        await pen.CommitAsync(mapper.Started(services.Time.GetUtcNow()), new WriteEffects { Begun = command.Id }, turn.Aborted);
        WorkspaceFolder.Confirm(services.Roots, launch.Folder);
        _begun = true;
        await using var process = ExecProcess.Start(client, launch, services.Options.StopTimeout, services.Time);
        using var running = exec.Telemetry.ExecRuns();
        var loop = new ExecLoop(turn, process, mapper, pen, launch.Timeout, services.Replies, services.Options, services.Time);
        var end = await loop.RunAsync(turn.Aborted);
        if (!process.Result.IsCompleted)
        {
            exec.Launches.Distrust(client);
        }

        return await EndAsync(pen, mapper, end, loop.Took);
    }

    private async Task<TurnResult> EndAsync(EventPen pen, ExecMapper mapper, ExecEnd end, TimeSpan? took)
    {
        await pen.CommitAsync(mapper.Finish(end, took, services.Time.GetUtcNow()), new WriteEffects { Done = command.Id }, turn.Aborted);
        exec.Telemetry.ExecEnded(end.State, end.Error?.Code);
        return new TurnResult(null, Parked: false);
    }

    private TaskError? Failure(Exception exception)
    {
        var error = TurnFailures.Ending(
            exception, turn, services.Logger, met => met is AppServerException known && _begun ? ExecErrors.From(known) : TurnFailures.From(met));
        services.Audit.Failed(RunnerAudit.Exec, lease, _run.TaskId, threadId: null, error);
        return error;
    }

    private ExecIdentity Identity(string folder) => new(
        new TurnIdentity(_run.TaskId, lease.ContextId, "", null, _run.SubmitId) { WorkspaceRoot = services.Workspace, Sandbox = services.SandboxOf(lease.Owner) }, _run.ProcessId, _run.Line, _run.Tty)
    {
        Folder = folder,
    };
}

/// <summary>What commands of callers need besides what turns need.</summary>
/// <param name="Launches">What is started, and where.</param>
/// <param name="Folders">Who else works in a folder.</param>
/// <param name="Telemetry">Counts.</param>
internal sealed record ExecServices(ExecLaunches Launches, WorkspaceGate Folders, TurnTelemetry Telemetry);
