using CodexA2A.Api.Auth;
using Microsoft.Net.Http.Headers;

namespace CodexA2A.Api.Errors;

/// <summary>The HTTP headers that some errors bring along.</summary>
internal static class ErrorHeaders
{
    /// <summary>The metadata entry that is also the header Retry-After.</summary>
    public const string RetryAfterKey = "retryAfterSeconds";

    /// <summary>In how many seconds to try again; null for what does not pass by itself.</summary>
    public static string? RetryAfter(A2AException error) => error.Metadata.GetValueOrDefault(RetryAfterKey);

    /// <summary>Sets Retry-After and WWW-Authenticate.</summary>
    public static void Set(HttpResponse response, A2AException error)
    {
        if (RetryAfter(error) is { } seconds) response.Headers[HeaderNames.RetryAfter] = seconds;
        if (error.Code != A2AErrorCode.Unauthenticated) return;
        var credentials = response.HttpContext.RequestServices.GetRequiredService<CredentialTable>();
        response.Headers[HeaderNames.WWWAuthenticate] = credentials.Has(CredentialScheme.Basic)
            ? new[] { "Bearer realm=\"codex-a2a\"", "Basic realm=\"codex-a2a\", charset=\"UTF-8\"" }
            : "Bearer realm=\"codex-a2a\"";
    }
}
