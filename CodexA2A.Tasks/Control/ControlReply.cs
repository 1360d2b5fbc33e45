using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace CodexA2A.Tasks;

/// <summary>What a runner answers: a result or a fault.</summary>
public sealed record ControlReply
{
    /// <summary>The result; null with a fault.</summary>
    public JsonObject? Result { get; init; }

    /// <summary>Why there is none.</summary>
    public ControlFault? Fault { get; init; }

    /// <summary>A result.</summary>
    public static ControlReply Of(JsonObject result) => new() { Result = result };

    /// <summary>A fault.</summary>
    public static ControlReply Failed(ControlFault fault) => new() { Fault = fault };

    /// <summary>A fault of a few words.</summary>
    public static ControlReply Failed(A2AErrorCode code, string reason, string message) => Failed(new ControlFault(code, reason, message));
}

/// <summary>Why a call could not be done; the client is told all of it.</summary>
/// <param name="Code">Its number; one of a later release is an internal error.</param>
/// <param name="Reason">Its stable name, such as <c>THREAD_LOCKED</c>.</param>
/// <param name="Message">What happened and what to do, for a person.</param>
public sealed record ControlFault(
    [property: JsonConverter(typeof(JsonNumberEnumConverter<A2AErrorCode>))] A2AErrorCode Code, string Reason, string Message)
{
    /// <summary>The runner took the call and did not answer in time: it may have been done.</summary>
    public const string OutcomeUnknown = "OUTCOME_UNKNOWN";

    /// <summary>What is wrong with which parameter.</summary>
    public IReadOnlyList<FieldViolation>? Fields { get; init; }

    /// <summary>More about it, as <c>ErrorInfo.metadata</c> has it.</summary>
    public IReadOnlyDictionary<string, string>? Metadata { get; init; }
}
