using System.Diagnostics;
using CodexA2A.Api.Audit;
using CodexA2A.Tasks;

namespace CodexA2A.Api.Errors;

/// <summary>Turns every failure into the one exception that clients see; what is not ours is logged and hidden.</summary>
internal sealed partial class ErrorTranslator(IHostApplicationLifetime lifetime, ILogger<ErrorTranslator> logger)
{
    private readonly ILogger logger = logger;

    /// <summary>The error for the client.</summary>
    public A2AException From(Exception exception, HttpContext http)
    {
        var error = Translate(exception, http);
        CallNote.Current?.Failed(error);
        return error;
    }

    private A2AException Translate(Exception exception, HttpContext http)
    {
        switch (exception)
        {
            case A2AException { InnerException: SeamUnavailableException seam } known:
                LogUnavailable(seam);
                return known;
            case A2AException known:
                if (known.InnerException is { } cause) LogRefused(cause, known.Reason);
                return known;
            case SeamUnavailableException unavailable:
                LogUnavailable(unavailable);
                return Unavailable("The service cannot reach its store now; try again.", unavailable.RetryAfter);
            case BadHttpRequestException { StatusCode: StatusCodes.Status413PayloadTooLarge }:
                return new A2AException(A2AErrorCode.PayloadTooLarge, "The body is larger than this service takes.");
            case BadHttpRequestException bad:
                LogRefused(bad, "bad request");
                return A2AException.InvalidRequest("The HTTP request is malformed or was cut off.");
            case OperationCanceledException when lifetime.ApplicationStopping.IsCancellationRequested:
                return Unavailable("The service is restarting; the turn goes on. Subscribe to the task again, with the last event id as Last-Event-ID.", TimeSpan.FromSeconds(2));
        }

        var correlation = Activity.Current?.TraceId.ToString() ?? http.TraceIdentifier;
        LogFailed(exception, correlation);
        return new A2AException(A2AErrorCode.InternalError, "The server failed to answer; its log says why, under the correlation id.", exception)
        {
            Metadata = new Dictionary<string, string> { ["correlationId"] = correlation },
        };
    }

    private static A2AException Unavailable(string message, TimeSpan retryAfter) => new(A2AErrorCode.Unavailable, message)
    {
        Metadata = new Dictionary<string, string>
        {
            [ErrorHeaders.RetryAfterKey] = Math.Max(1, (int)Math.Ceiling(retryAfter.TotalSeconds)).ToString(System.Globalization.CultureInfo.InvariantCulture),
        },
    };

    [LoggerMessage(LogLevel.Error, "Request failed, correlation id {CorrelationId}")]
    private partial void LogFailed(Exception exception, string correlationId);

    [LoggerMessage(LogLevel.Warning, "The store behind the service is not available")]
    private partial void LogUnavailable(Exception exception);

    [LoggerMessage(LogLevel.Debug, "Request refused: {Reason}")]
    private partial void LogRefused(Exception exception, string reason);
}
