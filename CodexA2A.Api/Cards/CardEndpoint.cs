using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

namespace CodexA2A.Api.Cards;

/// <summary>Serves a card, or another document like it, to who does not have it yet (RFC 9110, 13).</summary>
internal static class CardEndpoint
{
    /// <summary>The well-known path of the public card (RFC 8615).</summary>
    public const string PublicPath = "/.well-known/agent-card.json";

    /// <summary>Where clients of A2A 0.2 look for it.</summary>
    public const string OldPath = "/.well-known/agent.json";

    /// <summary>Answers the card, or 304 to who has it.</summary>
    /// <param name="http">The request.</param>
    /// <param name="card">The card.</param>
    /// <param name="mediaType">What it is sent as.</param>
    public static async Task WriteAsync(HttpContext http, Card card, string mediaType = MediaTypes.Json)
    {
        var response = http.Response;
        response.Headers.ETag = card.ETag;
        response.Headers.LastModified = HeaderUtilities.FormatDate(card.LastModified);
        response.Headers.CacheControl = card.CacheControl;
        response.Headers.Vary = card.Vary.Length > 0 ? card.Vary : StringValues.Empty;
        if (IsKnown(http.Request.Headers, card))
        {
            response.StatusCode = StatusCodes.Status304NotModified;
            return;
        }

        response.ContentType = mediaType;
        response.ContentLength = card.Json.Length;
        if (!HttpMethods.IsHead(http.Request.Method)) await response.Body.WriteAsync(card.Json, http.RequestAborted);
    }

    // The time counts only for who gives no tag, and not where callers of tenants have cards of their own; a time that is none, or to come, counts for nobody.
    private static bool IsKnown(IHeaderDictionary asked, Card card) => asked.IfNoneMatch.Count > 0
        ? EntityTagHeaderValue.TryParseList(asked.IfNoneMatch, out var tags)
            && tags.Any(tag => tag.Equals(EntityTagHeaderValue.Any) || tag.Compare(EntityTagHeaderValue.Parse(card.ETag), useStrongComparison: false))
        : !card.CacheControl.StartsWith("private", StringComparison.Ordinal) && HeaderUtilities.TryParseDate(asked.IfModifiedSince.ToString(), out var since) && card.LastModified <= since;
}
