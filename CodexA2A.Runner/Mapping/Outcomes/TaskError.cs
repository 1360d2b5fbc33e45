using System.Globalization;
using System.Text.Json.Nodes;

namespace CodexA2A.Runner.Mapping;

/// <summary>Why a task failed, fit for clients: no secrets, no absolute paths.</summary>
/// <param name="Code">One word for programs, such as <c>USAGE_LIMIT_EXCEEDED</c>; shown as <c>metadata.codex.error.code</c>.</param>
/// <param name="Message">What happened and what to do, for a person.</param>
internal sealed record TaskError(string Code, string Message)
{
    /// <summary>Status code of the model provider where one was seen.</summary>
    public int? HttpStatus { get; init; }

    /// <summary>Sending the same message again may well succeed.</summary>
    public bool Retryable { get; init; }

    /// <summary>Codex's own name of the error.</summary>
    public string? CodexErrorInfo { get; init; }

    /// <summary>Codex's own words, cleaned.</summary>
    public string? Detail { get; init; }

    /// <summary>As <c>metadata.codex.error</c>.</summary>
    public JsonObject ToJson()
    {
        var json = new JsonObject { ["code"] = Code, ["message"] = Message, ["will_retry"] = false, ["retryable"] = Retryable };
        if (HttpStatus is { } status)
        {
            json["http_status"] = status;
        }

        if (CodexErrorInfo is not null)
        {
            json["codex_error_info"] = CodexErrorInfo;
        }

        if (!string.IsNullOrEmpty(Detail))
        {
            json["detail"] = Detail;
        }

        json["details"] = new JsonArray(Info());
        return json;
    }

    /// <summary>The same as errors of requests say it (google.rpc.ErrorInfo).</summary>
    private JsonObject Info()
    {
        var metadata = new JsonObject { ["retryable"] = Retryable ? "true" : "false" };
        if (HttpStatus is { } status)
        {
            metadata["http_status"] = status.ToString(CultureInfo.InvariantCulture);
        }

        if (CodexErrorInfo is not null)
        {
            metadata["codex_error_info"] = CodexErrorInfo;
        }

        return new JsonObject { ["@type"] = ErrorDetail.ErrorInfoType, ["reason"] = Code, ["domain"] = A2AErrorTable.Domain, ["metadata"] = metadata };
    }
}
