using System.Text.Json.Serialization;

namespace CodexA2A.Protocol;

/// <summary>One entry of <c>error.data</c> (JSON-RPC) and <c>error.details</c> (HTTP+JSON): a google.rpc.ErrorInfo or a google.rpc.BadRequest (A2A 1.0, 5.4, 9.5, 11.6).</summary>
public sealed record ErrorDetail
{
    /// <summary><see cref="Type"/> of an ErrorInfo.</summary>
    public const string ErrorInfoType = "type.googleapis.com/google.rpc.ErrorInfo";

    /// <summary><see cref="Type"/> of a BadRequest.</summary>
    public const string BadRequestType = "type.googleapis.com/google.rpc.BadRequest";

    /// <summary>Required. Which kind of detail.</summary>
    [JsonPropertyName("@type")]
    public required string Type { get; init => field = value ?? ""; }

    /// <summary>ErrorInfo: the machine-readable reason.</summary>
    public string? Reason { get; init; }

    /// <summary>ErrorInfo: <see cref="A2AErrorTable.Domain"/>.</summary>
    public string? Domain { get; init; }

    /// <summary>ErrorInfo: more about it; unset when empty.</summary>
    public IReadOnlyDictionary<string, string>? Metadata { get; init; }

    /// <summary>BadRequest: what is wrong with which member.</summary>
    public IReadOnlyList<FieldViolation>? FieldViolations { get; init; }

    /// <summary>The details of an error: an ErrorInfo always, a BadRequest where members are named.</summary>
    public static IReadOnlyList<ErrorDetail> From(A2AException error)
    {
        ArgumentNullException.ThrowIfNull(error);
        var info = new ErrorDetail
        {
            Type = ErrorInfoType,
            Reason = error.Reason,
            Domain = A2AErrorTable.Domain,
            Metadata = error.Metadata.Count == 0 ? null : error.Metadata,
        };
        return error.FieldViolations.Count == 0
            ? [info]
            : [info, new ErrorDetail { Type = BadRequestType, FieldViolations = error.FieldViolations }];
    }
}
