using System.Text.Json.Nodes;

namespace CodexA2A.Tasks;

/// <summary>One question to a runner.</summary>
/// <param name="Owner">For whom it is asked; the runner trusts that the Api has looked whose it is. <see cref="Tasks.Owner.Nobody"/>: any runner may say.</param>
/// <param name="Method">What, as a name of the wire such as <c>codex.models.list</c>.</param>
public sealed record ControlCall(Owner Owner, string Method)
{
    /// <summary>Its parameters, as the runner's handler of the method documents them.</summary>
    public JsonObject Params { get; init; } = [];

    /// <summary>Only a runner of this home may take it (<see cref="SessionBinding.Home"/>); null: any.</summary>
    public string? Home { get; init; }

    /// <summary>W3C traceparent of the request that made it.</summary>
    public string? TraceParent { get; init; }

    /// <summary>W3C tracestate that came with it.</summary>
    public string? TraceState { get; init; }

    /// <summary>How long the asker waits; a call that could not be begun in that time is not begun. A time span, because clocks of machines differ.</summary>
    public TimeSpan Limit { get; init; } = ControlLimits.Call;
}
