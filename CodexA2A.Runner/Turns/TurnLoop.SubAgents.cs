using CodexA2A.Runner.AppServer;
using CodexA2A.Runner.Mapping;

namespace CodexA2A.Runner.Turns;

/// <summary>What sub-agents do, and the ends of tools, whoever began them.</summary>
internal sealed partial class TurnLoop
{
    /// <summary>What a sub-agent does shows that the turn gets on; its end is not the turn's.</summary>
    private async ValueTask OnSubAgentAsync(Notification notification, CancellationToken cancellationToken)
    {
        var signal = TurnSignal.Read(notification);
        switch (signal.Kind)
        {
            case TurnSignalKind.ToolEnded:
                clocks.Activity();
                await OnToolEndedAsync(signal.ItemId, cancellationToken);
                break;
            case TurnSignalKind.Resolved when !_stop.IsMade:
                await desk.OnResolvedAsync(notification, cancellationToken);
                Rest();
                break;
            case TurnSignalKind.Resolved or TurnSignalKind.None or TurnSignalKind.Retrying:
                break;
            default:
                clocks.Activity();
                break;
        }

        await WriteAsync(notification, cancellationToken);
    }

    private async ValueTask OnToolEndedAsync(string itemId, CancellationToken cancellationToken)
    {
        if (!_stop.IsMade)
        {
            await desk.OnToolEndedAsync(itemId, cancellationToken);
            Rest();
        }
    }
}
