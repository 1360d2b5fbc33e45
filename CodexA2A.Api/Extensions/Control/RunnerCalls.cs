using System.Globalization;
using System.Text.Json.Nodes;
using CodexA2A.Api.Errors;
using CodexA2A.Api.Handling;
using CodexA2A.Tasks;

namespace CodexA2A.Api.Extensions.Control;

/// <summary>Asks runners, and says what they say against it as an error of the protocol.</summary>
internal sealed class RunnerCalls(IControlCalls calls)
{
    /// <summary>Why a call failed that no runner took.</summary>
    public const string NoRunner = "NO_RUNNER";

    /// <summary>Asks a runner, of a home where one is named; the result.</summary>
    /// <exception cref="A2AException">No runner took it (NO_RUNNER), or the runner's fault.</exception>
    public async Task<JsonObject> AskAsync(CallContext context, string method, JsonObject parameters, string? home, CancellationToken cancellationToken)
    {
        var call = new ControlCall(context.Owner, method) { Params = parameters, Home = home, TraceParent = context.TraceParent, TraceState = context.TraceState };
        try
        {
            var reply = await calls.AskAsync(call, cancellationToken);
            return reply.Fault is { } fault ? throw Error(fault) : reply.Result!;
        }
        catch (SeamUnavailableException exception) when (exception.IsRunnerMissing)
        {
            throw new A2AException(A2AErrorCode.Unavailable, exception.Message)
            {
                Reason = NoRunner,
                Metadata = new Dictionary<string, string> { [ErrorHeaders.RetryAfterKey] = Math.Ceiling(exception.RetryAfter.TotalSeconds).ToString(CultureInfo.InvariantCulture) },
            };
        }
    }

    /// <summary>A runner's fault as an error of the protocol; a number of a later release is no error that clients of this one know.</summary>
    internal static A2AException Error(ControlFault fault) => new(Enum.IsDefined(fault.Code) ? fault.Code : A2AErrorCode.InternalError, fault.Message)
    {
        Reason = fault.Reason,
        FieldViolations = fault.Fields ?? [],
        Metadata = fault.Metadata ?? new Dictionary<string, string>(),
    };
}
