using System.Text.Json;
using System.Text.RegularExpressions;
using CodexA2A.Runner.AppServer;
using CodexA2A.Runner.AppServer.Protocol;
using CodexA2A.Runner.Mapping.Outcomes;
using CodexA2A.Runner.Mapping.Text;

namespace CodexA2A.Runner.Mapping;

/// <summary>From what went wrong in Codex to what a client is told. Pure; the whole truth belongs into the log.</summary>
internal static partial class ErrorMapping
{
    /// <summary>A turn that ended as interrupted though nobody asked for it.</summary>
    public static TaskError Interrupted { get; } =
        new("TURN_INTERRUPTED", "Codex ended the turn before it was done. Send the message again to go on.") { Retryable = true };

    /// <summary>The error of a turn.</summary>
    public static TaskError From(TurnError? error)
    {
        var text = Words(error?.Message);
        var info = error?.CodexErrorInfo;
        var row = ErrorTable.FindHttp(info?.HttpStatus)
            ?? (info?.Name is "other" or null ? FromWords(error?.Message ?? "") : ErrorTable.Find(info.Name))
            ?? ErrorTable.Other;
        var detail = ClientText.Clean(Address().Replace(Join(text, Words(error?.AdditionalDetails)), ""));

        // Where our own sentence says little, Codex's words are the message too.
        var vague = row == ErrorTable.Other || row == ErrorTable.Incomplete || row.Code == "MODEL_REFUSED_REQUEST";
        return new TaskError(row.Code, vague && detail.Length > 0 ? $"{row.Message} It says: {detail}" : row.Message)
        {
            HttpStatus = info?.HttpStatus,
            Retryable = row.Retryable,
            CodexErrorInfo = info?.Name,
            Detail = detail.Length > 0 ? detail : null,
        };
    }

    /// <summary>A failure between us and Codex.</summary>
    public static TaskError From(AppServerException error) => error switch
    {
        CodexUnavailableException unavailable => From(unavailable),
        AppServerDiedException => new("CODEX_DIED", "The Codex process ended during the turn; the service's log says why. It is started again for the next message.") { Retryable = true },
        AppServerTimeoutException => new("CODEX_TIMEOUT", "Codex did not answer in time. Send the message again; if it happens again, see the service's log.") { Retryable = true },
        AppServerRequestException { IsActiveWriter: true } => new("THREAD_LOCKED", "Another Codex process has this conversation open. Close it, then send the message again.") { Retryable = true },
        AppServerRequestException { IsThreadGone: true } => new("THREAD_NOT_FOUND", "Codex does not have this conversation any more. Start a new context."),
        AppServerRequestException { Code: -32602 } request => new("INPUT_REFUSED", $"Codex refused the message: {ClientText.Clean(request.ServerMessage)}"),
        AppServerRequestException { Code: -32001 } => new("CODEX_OVERLOADED", "Codex is overloaded. Send the message again in a moment.") { Retryable = true },
        AppServerRequestException request => new("CODEX_REFUSED", $"Codex refused the request: {ClientText.Clean(request.ServerMessage)}"),
        SubscriberTooSlowException => new("EVENTS_LOST", "The events of the turn could not be stored in time. Send the message again.") { Retryable = true },
        _ => new("CODEX_PROTOCOL_ERROR", "Codex answered in a way that this service does not understand; the service's log has the details."),
    };

    private static TaskError From(CodexUnavailableException error) =>
        new(
            error.Reason switch
            {
                CodexUnavailableReason.Missing => "CODEX_MISSING",
                CodexUnavailableReason.UnsupportedVersion => "CODEX_VERSION_UNSUPPORTED",
                CodexUnavailableReason.SchemaDrift => "CODEX_SCHEMA_DRIFT",
                CodexUnavailableReason.NotLoggedIn => "CODEX_NOT_LOGGED_IN",
                CodexUnavailableReason.TimedOut => "CODEX_TIMEOUT",
                CodexUnavailableReason.Recycling => "CODEX_RECYCLING",
                _ => "CODEX_FAILED_TO_START",
            },
            ClientText.Clean($"{error.Message} {error.Fix}"))
        {
            Retryable = error.Reason is CodexUnavailableReason.TimedOut or CodexUnavailableReason.Recycling,
        };

    /// <summary>Errors that Codex has no name for, by what it says.</summary>
    private static ErrorRow? FromWords(string text)
    {
        if (text.Contains("Missing environment variable", StringComparison.OrdinalIgnoreCase))
        {
            return ErrorTable.NoKey;
        }

        return Says("stream disconnected") || Says("stream closed") ? ErrorTable.Find("responseStreamDisconnected")
            : Says("Incomplete response") ? ErrorTable.Incomplete
            : Says("unexpected status 400") || Says("invalid_request_error") ? ErrorTable.Find("badRequest")
            : null;

        bool Says(string words) => text.Contains(words, StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>A provider's error body says it in <c>error.message</c>; anything else is taken as it is.</summary>
    private static string Words(string? text)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            return "";
        }

        var brace = text.IndexOf('{', StringComparison.Ordinal);
        if (brace < 0)
        {
            return text;
        }

        try
        {
            using var body = JsonDocument.Parse(text.AsMemory(brace));
            return body.RootElement.TryGetProperty("error", out var error) && error.ValueKind == JsonValueKind.Object
                && error.TryGetProperty("message", out var message) && message.ValueKind == JsonValueKind.String
                    ? (text[..brace] + message.GetString()).Trim() : text;
        }
        catch (JsonException)
        {
            return text;
        }
    }

    private static string Join(string text, string details) =>
        details.Length == 0 || text.Contains(details, StringComparison.Ordinal) ? text : text.Length == 0 ? details : $"{text} ({details})";

    /// <summary>Where the provider lives is the operator's business.</summary>
    [GeneratedRegex(@",?\s*\burl: \S+?(?=,\s|\s|$)", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Address();
}
