using System.Globalization;
using CodexA2A.Api.Edge;
using CodexA2A.Api.Errors;
using CodexA2A.Api.Telemetry;

namespace CodexA2A.Api.Limits;

/// <summary>What is answered to one too many: 429, and when to come again.</summary>
internal static class LimitErrors
{
    /// <summary>How long to wait for a place that somebody has to give back: nobody knows, so a client asks again and again.</summary>
    private static readonly TimeSpan ForAPlace = TimeSpan.FromSeconds(1);

    /// <summary>Turns take longer than calls.</summary>
    private static readonly TimeSpan ForTurns = TimeSpan.FromSeconds(5);

    private const string RateLimited = "RATE_LIMITED";
    private const string TooManyCalls = "TOO_MANY_CALLS";
    private const string TooManyStreams = "TOO_MANY_STREAMS";

    /// <summary>True of what a client that does not listen, or a page of elsewhere, gets as often as it likes.</summary>
    public static bool ComesInFloods(string? reason) =>
        reason is RateLimited or TooManyCalls or TooManyStreams or EdgeErrors.OriginReason or EdgeErrors.HostReason;

    /// <summary>Too many requests of an address or a principal.</summary>
    public static A2AException Rate(string whose, TimeSpan wait) =>
        Of(RateLimited, $"{whose} has sent more requests than this service takes in this time. Send it again after Retry-After.", wait);

    /// <summary>Answers in the form of the binding, and counts it.</summary>
    public static Task WriteAsync(HttpContext http, A2AException refused, ApiTelemetry telemetry)
    {
        telemetry.Limited(refused.Reason);
        return ErrorWriter.WriteAsync(http, refused);
    }

    /// <summary>Too many calls of a principal are open.</summary>
    public static A2AException Calls(int most) =>
        Of(TooManyCalls, $"You have {most} calls open, which is as many as one caller may have. Send it again when one of them was answered.", ForAPlace);

    /// <summary>Too many streams of a principal are open.</summary>
    public static A2AException Streams(int most) =>
        Of(TooManyStreams, $"You have {most} streams open, which is as many as one caller may have. Open it when another one has ended.", ForAPlace);

    /// <summary>Too many turns of a principal are unfinished.</summary>
    public static A2AException Turns(int most) =>
        Of("TOO_MANY_TURNS", $"You have {most} unfinished turns, which is as many as one caller may have. Nothing was stored: send it again when one of them has ended.", ForTurns);

    private static A2AException Of(string reason, string message, TimeSpan wait) => new(A2AErrorCode.TooManyRequests, message)
    {
        Reason = reason,
        Metadata = new Dictionary<string, string>(1)
        {
            [ErrorHeaders.RetryAfterKey] = Math.Max(1, (long)Math.Ceiling(wait.TotalSeconds)).ToString(CultureInfo.InvariantCulture),
        },
    };
}
