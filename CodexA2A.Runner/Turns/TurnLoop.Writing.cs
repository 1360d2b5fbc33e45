using CodexA2A.Runner.AppServer;
using CodexA2A.Runner.Workspaces;
using CodexA2A.Tasks;

namespace CodexA2A.Runner.Turns;

/// <summary>What is written of what comes in: what Codex says, and messages that joined the turn.</summary>
internal sealed partial class TurnLoop
{
    /// <summary>Writes what a notification means, and the pictures that the agent looked at with their bytes, which the mapping cannot read.</summary>
    private async ValueTask WriteAsync(Notification notification, CancellationToken cancellationToken)
    {
        await pen.WriteAsync(mapper.Map(notification, time.GetUtcNow()), cancellationToken);
        while (mapper.NextViewed() is { } viewed)
        {
            if (await Task.Run(() => HeldFile.Read(mapper.Identity.WorkspaceRoot ?? "", viewed.Path, options.ImageBytes), cancellationToken) is { } content)
            {
                await pen.WriteAsync(mapper.Viewed(viewed, content), cancellationToken);
            }
        }
    }

    /// <summary>What Codex has is in the task's history before its sender hears so.</summary>
    private async ValueTask OnSteeredAsync(CancellationToken cancellationToken)
    {
        while (steering.TryTake(out var steered))
        {
            if (steered is { Fault: null, IsRepeated: false })
            {
                var events = mapper.Steered(steered.Command.Message, desk.Interrupts, time.GetUtcNow());
                await pen.CommitAsync([.. events.Select(mapped => mapped.Event)], new WriteEffects(), cancellationToken);
            }

            await replies.SayAsync(steered.Command, steered.Fault is { } fault ? ControlReply.Failed(fault) : ControlReply.Of(steering.Answer()));
        }
    }
}
