using System.Collections.Frozen;

namespace CodexA2A.Runner.Mapping.Outcomes;

/// <summary>Codex's kinds of errors: our word, what a person can do, and whether trying again may help.</summary>
internal static class ErrorTable
{
    private static readonly FrozenDictionary<string, ErrorRow> Rows = new Dictionary<string, ErrorRow>
    {
        ["contextWindowExceeded"] = new("CONTEXT_WINDOW_EXCEEDED", "The conversation is longer than the model can read. Send the message again (Codex then shortens the conversation), or start a new context.", true),
        ["sessionBudgetExceeded"] = new("SESSION_BUDGET_EXCEEDED", "The budget of this session is used up. Start a new context, or raise the budget in Codex's configuration."),
        ["usageLimitExceeded"] = new("USAGE_LIMIT_EXCEEDED", "The usage limit of the model account is reached. Wait until it resets, or raise the plan or quota of the account."),
        ["rateLimitExceeded"] = new("RATE_LIMIT_EXCEEDED", "The model provider limits the rate of requests. Wait a little and send the message again.", true),
        ["serverOverloaded"] = new("MODEL_OVERLOADED", "The model provider is overloaded. Send the message again later, or choose another model.", true),
        ["flexUnavailable"] = new("MODEL_OVERLOADED", "The model provider has no flexible capacity now. Send the message again later.", true),
        ["policyCapacityUnavailable"] = new("MODEL_OVERLOADED", "The model provider has no capacity for this now. Send the message again later.", true),
        ["internalServerError"] = new("MODEL_UNAVAILABLE", "The model provider had an error of its own. Send the message again later.", true),
        ["modelNotFound"] = new("MODEL_NOT_FOUND", "The model provider does not know this model. Choose another one (metadata.codex.execution.model, or Codex:Model)."),
        ["unauthorized"] = new("CODEX_NOT_LOGGED_IN", "The model provider refused Codex's credentials. Log Codex in or set a valid API key; `codex-a2a doctor` shows what is missing."),
        ["badRequest"] = new("MODEL_REFUSED_REQUEST", "The model provider refused the request."),
        ["httpConnectionFailed"] = new("MODEL_UNREACHABLE", "The model provider cannot be reached. Check its address, the network and the proxy settings, then send the message again.", true),
        ["responseStreamConnectionFailed"] = new("MODEL_UNREACHABLE", "The connection to the model provider failed. Check the network, then send the message again.", true),
        ["responseStreamDisconnected"] = new("MODEL_UNREACHABLE", "The model provider broke the answer off several times. Send the message again.", true),
        ["responseTooManyFailedAttempts"] = new("MODEL_UNREACHABLE", "The model provider failed several times in a row. Send the message again later.", true),
        ["sandboxError"] = new("SANDBOX_ERROR", "Codex could not set up its sandbox on this machine. `codex-a2a doctor` shows what is missing; the service's log has the details."),
        ["cyberPolicy"] = new("POLICY_REFUSED", "The model provider refused this because of its policy on security topics. Change the request."),
        ["misalignmentPolicyViolation"] = new("POLICY_REFUSED", "The model provider stopped this because of its policy. Change the request."),
        ["inferenceHookDenied"] = new("POLICY_REFUSED", "A hook of this installation refused the model request."),
        ["tooManyDenials"] = new("TOO_MANY_DENIALS", "Too many of the agent's actions were refused in a row, so it stopped. Change the request or allow what it needs."),
        ["activeTurnNotSteerable"] = new("TURN_NOT_STEERABLE", "The running turn takes no further message now. Wait for its end.", true),
        ["threadRollbackFailed"] = new("CODEX_ERROR", "Codex could not go back in its conversation. Start a new context."),
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>What is said of everything that is not in the table.</summary>
    public static ErrorRow Other { get; } = new("CODEX_ERROR", "Codex could not finish the turn.");

    /// <summary>The model stopped in the middle; Codex has no name for it.</summary>
    public static ErrorRow Incomplete { get; } = new("MODEL_ANSWER_INCOMPLETE", "The model stopped before its answer was complete. Ask for less at once, or for something else.");

    /// <summary>Codex has no key to send; Codex has no name for it either.</summary>
    public static ErrorRow NoKey { get; } = new("CODEX_NOT_LOGGED_IN", "Codex has no API key for its model provider. Set the key in the service's environment; `codex-a2a doctor` shows which.");

    /// <summary>Names that have a row.</summary>
    public static IReadOnlyCollection<string> Names => Rows.Keys;

    /// <summary>The row of Codex's name; null when there is none.</summary>
    public static ErrorRow? Find(string? name) => name is not null && Rows.TryGetValue(name, out var row) ? row : null;

    /// <summary>What a provider's status code means more closely than Codex's own name; null when nothing.</summary>
    public static ErrorRow? FindHttp(int? status) => status switch
    {
        401 or 403 => Rows["unauthorized"],
        404 => new("MODEL_NOT_FOUND", "The model provider answered \"not found\": check its address and the name of the model."),
        429 => Rows["rateLimitExceeded"],
        >= 500 => Rows["internalServerError"],
        _ => null,
    };
}

/// <summary>One kind of error.</summary>
/// <param name="Code">Our word.</param>
/// <param name="Message">For a person.</param>
/// <param name="Retryable">Trying again may help.</param>
internal sealed record ErrorRow(string Code, string Message, bool Retryable = false);
