using CodexA2A.Api.Auth;
using Microsoft.Net.Http.Headers;

namespace CodexA2A.Api.Errors;

/// <summary>The HTTP headers that some errors bring along.</summary>
internal static class ErrorHeaders
{
    /// <summary>The metadata entry that is also the header Retry-After.</summary>
    public const string RetryAfterKey = "retryAfterSeconds";

    private const string Bearer = "Bearer realm=\"codex-a2a\"";

    /// <summary>In how many seconds to try again; null for what does not pass by itself.</summary>
    public static string? RetryAfter(A2AException error) => error.Metadata.GetValueOrDefault(RetryAfterKey);

    /// <summary>Sets Retry-After and WWW-Authenticate.</summary>
    public static void Set(HttpResponse response, A2AException error)
    {
        if (RetryAfter(error) is { } seconds) response.Headers[HeaderNames.RetryAfter] = seconds;
        if (error.Code != A2AErrorCode.Unauthenticated) return;
        var http = response.HttpContext;
        var credentials = http.RequestServices.GetRequiredService<CredentialStore>().Current;
        // RFC 6750, 3: who presented none is told no error.
        var isWrong = http.Features.Get<Login>() is { Caller: null, Scheme: CredentialScheme.Bearer };
        var bearer = isWrong ? $"{Bearer}, error=\"invalid_token\"" : Bearer;
        response.Headers[HeaderNames.WWWAuthenticate] = credentials.Has(CredentialScheme.Basic)
            ? new[] { bearer, "Basic realm=\"codex-a2a\", charset=\"UTF-8\"" }
            : bearer;
    }
}
