using System.Diagnostics;

namespace CodexA2A.Runner.AppServer;

/// <summary>Spans of what Codex is asked.</summary>
internal static class AppServerTracing
{
    /// <summary>The source of this part of the service.</summary>
    public static readonly ActivitySource Source = new(AppServerMetrics.MeterName);

    /// <summary>Marks the span of a call that failed; never true, so that a filter can say it in passing.</summary>
    public static bool Failed(Activity? activity, Exception exception)
    {
        activity?.SetTag("error.type", exception.GetType().Name).SetStatus(ActivityStatusCode.Error);
        return false;
    }

    /// <summary>Begins the span of a call, if it is part of a turn: what is prepared ahead belongs to none.</summary>
    public static Activity? Start(string method) =>
        Activity.Current is null ? null : Source.StartActivity($"codex {method}", ActivityKind.Client)?.SetTag("rpc.system.name", "jsonrpc").SetTag("rpc.method", method);
}
