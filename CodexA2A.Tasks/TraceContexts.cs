using System.Diagnostics;

namespace CodexA2A.Tasks;

/// <summary>W3C trace context as commands carry it, so that what a runner does is part of the caller's trace.</summary>
public static class TraceContexts
{
    /// <summary>A longer tracestate than a hop must pass on (W3C Trace Context, 3.3.1.5) is left behind: it comes from outside and is stored.</summary>
    public const int MaxStateLength = 512;

    /// <summary>The tracestate of the current activity, if it may be passed on.</summary>
    public static string? CurrentState => Activity.Current?.TraceStateString is { Length: > 0 and <= MaxStateLength } state ? state : null;

    /// <summary>Where the command comes from; the default where it says nothing, or nothing that can be read.</summary>
    public static ActivityContext Of(TurnCommand command)
    {
        ArgumentNullException.ThrowIfNull(command);
        return ActivityContext.TryParse(command.TraceParent, command.TraceState, isRemote: true, out var context) ? context : default;
    }
}
