using System.Globalization;
using CodexA2A.Chaos.Tests.Ledgers;
using CodexA2A.Tasks;

namespace CodexA2A.Chaos.Tests.Agents;

/// <summary>
/// One turn: an answer of as many chunks as the message asks for, and in its middle a tool that has an effect outside the log. What
/// an earlier owner began goes by the log (contracts.md §6): a tool that began and did not end fails the task, one that ended is
/// not used again, and without one the answer starts anew.
/// </summary>
internal sealed class AgentTurn(
    ITaskLog log, SessionLease lease, QueuedCommand queued, TaskWriterOptions writing, AgentSettings settings, AgentNotes notes)
{
    private const int MostTakeovers = 3;

    private string TaskId => queued.Command.TaskId;

    /// <summary>Runs the turn, or ends it where an earlier owner began it.</summary>
    public async Task RunAsync(bool begun, CancellationToken stop)
    {
        try
        {
            await (begun ? TakeOverAsync(stop) : BeginAsync(stop));
        }
        catch
        {
            notes.Write(AgentNote.Left, TaskId);
            throw;
        }
    }

    private async Task BeginAsync(CancellationToken stop)
    {
        await using var writer = await OpenAsync(stop);
        if (await IsOverAsync(writer, stop))
        {
            return;
        }

        await writer.CommitAsync([TurnEvents.Status(writer, TaskState.Working)], new WriteEffects { Begun = queued.Id }, stop);
        notes.Write(AgentNote.Begun, TaskId);
        await AnswerAsync(writer, 0, tool: null, stop);
    }

    private async Task TakeOverAsync(CancellationToken stop)
    {
        await using var writer = await OpenAsync(stop);
        if (await IsOverAsync(writer, stop))
        {
            return;
        }

        var tool = TurnEvents.TextOf(writer.Current, TurnEvents.Tool);
        if (tool == TurnEvents.ToolBegun || lease.Takeovers >= MostTakeovers)
        {
            notes.Write(AgentNote.TookOver, TaskId);
            var reason = tool == TurnEvents.ToolBegun ? TurnEvents.OutcomeUnknown : TurnEvents.TakenOverTooOften;
            await writer.CommitAsync([TurnEvents.Status(writer, TaskState.Failed, reason)], new WriteEffects { Done = queued.Id }, stop);
            notes.Write(AgentNote.Failed, TaskId);
        }
        else
        {
            await writer.CommitAsync([TurnEvents.Status(writer, TaskState.Working, "taken over")], new WriteEffects(), stop);
            notes.Write(AgentNote.TookOver, TaskId);
            await AnswerAsync(writer, tool is null ? 0 : TurnEvents.ChunksOf(writer.Current), tool, stop);
        }
    }

    private ValueTask<TaskWriter> OpenAsync(CancellationToken stop) => TaskWriter.OpenAsync(
        log,
        lease,
        TaskId,
        // In the control not even a store that was silent for a lease time ends the writing.
        settings.Fenced ? writing : writing with { LeaseTime = TimeSpan.FromHours(1) },
        TimeProvider.System,
        stop);

    // Ended before this owner came to it, or, where it is late itself, by the next one: then it is fenced off here.
    private async Task<bool> IsOverAsync(TaskWriter writer, CancellationToken stop)
    {
        if (!writer.Current.Status.State.IsTerminal)
        {
            return false;
        }

        await writer.CommitAsync([], new WriteEffects { Done = queued.Id }, stop);
        return true;
    }

    private async Task AnswerAsync(TaskWriter writer, int from, string? tool, CancellationToken stop)
    {
        using var step = new PeriodicTimer(settings.Step);
        var chunks = int.Parse(((RunTurn)queued.Command).Request.Message.Parts[0].Text!, CultureInfo.InvariantCulture);
        for (var chunk = from; chunk < chunks; chunk++)
        {
            if (chunk == chunks / 2 && tool is null)
            {
                await UseToolAsync(writer, step, stop);
            }

            await step.WaitForNextTickAsync(stop);
            await writer.WriteAsync(TurnEvents.Chunk(writer, chunk), stop);
        }

        await writer.CommitAsync([TurnEvents.Status(writer, TaskState.Completed)], new WriteEffects { Done = queued.Id }, stop);
        notes.Write(AgentNote.Completed, TaskId);
    }

    // A step apart, so that a fault may come between any two.
    private async Task UseToolAsync(TaskWriter writer, PeriodicTimer step, CancellationToken stop)
    {
        await writer.CommitAsync([TurnEvents.Artifact(writer, TurnEvents.Tool, TurnEvents.ToolBegun, append: false)], new WriteEffects(), stop);
        await step.WaitForNextTickAsync(stop);
        EffectFiles.Add(settings.Folder, TaskId, settings.Id);
        await step.WaitForNextTickAsync(stop);
        await writer.CommitAsync([TurnEvents.Artifact(writer, TurnEvents.Tool, TurnEvents.ToolEnded, append: false)], new WriteEffects(), stop);
    }
}
