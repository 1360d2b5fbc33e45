using CodexA2A.ScriptedModel.Steps;

namespace CodexA2A.ScriptedModel.Scenarios;

/// <summary>The error codes and texts of a model service.</summary>
internal static class HttpFault
{
    public static Refuse Refuse(int status, string code, TimeSpan? retryAfter) =>
        new(status, ErrorBody.Create(Type(status, code), code, Message(code)), retryAfter);

    /// <summary>The code that a status usually comes with.</summary>
    public static string Code(int status) => status switch
    {
        400 => "invalid_request",
        401 => "invalid_api_key",
        403 => "forbidden",
        404 => "model_not_found",
        429 => "rate_limit_exceeded",
        503 => "service_unavailable",
        _ => "server_error",
    };

    public static string Message(string code) => code switch
    {
        "insufficient_quota" => "You exceeded your current quota, please check your plan and billing details.",
        "context_length_exceeded" => "Your input exceeds the context window of this model.",
        "server_is_overloaded" => "Our servers are currently overloaded. Please try again later.",
        "rate_limit_exceeded" => "Rate limit reached. Please try again in 1s.",
        "invalid_api_key" => "Incorrect API key provided.",
        _ => $"Scripted fault: {code}.",
    };

    private static string Type(int status, string code) => (status, code) switch
    {
        (_, "insufficient_quota" or "usage_limit_reached") => code,
        (429, _) => "rate_limit_error",
        (401 or 403, _) => "authentication_error",
        ( < 500, _) => "invalid_request_error",
        _ => "server_error",
    };
}
