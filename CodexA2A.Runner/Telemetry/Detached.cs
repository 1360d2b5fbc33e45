using System.Diagnostics;

namespace CodexA2A.Runner.Telemetry;

/// <summary>Spans that lie beside the flow of the code: begun at one message of Codex and ended at another, they are never the current one.</summary>
internal static class Detached
{
    /// <summary>Begins a span below <paramref name="parent"/>; null where nobody collects.</summary>
    public static Activity? Start(string name, ActivityKind kind, ActivityContext parent, DateTimeOffset at, IEnumerable<ActivityLink>? links = null)
    {
        var current = Activity.Current;
        var started = TurnTelemetry.Source.StartActivity(name, kind, parent, links: links, startTime: at);
        Return(current);
        return started;
    }

    /// <summary>Ends it; as failed when there is an error.</summary>
    public static void End(Activity? activity, DateTimeOffset at, string? error = null)
    {
        if (activity is null)
        {
            return;
        }

        if (error is not null)
        {
            activity.SetTag("error.type", error).SetStatus(ActivityStatusCode.Error);
        }

        var current = Activity.Current;
        activity.SetEndTime(at.UtcDateTime);
        activity.Dispose();
        Return(current == activity ? activity.Parent : current);
    }

    // One that has ended cannot be the current one again.
    private static void Return(Activity? current) => Activity.Current = current is { IsStopped: true } ? null : current;
}
