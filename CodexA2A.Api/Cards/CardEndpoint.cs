using Microsoft.Net.Http.Headers;

namespace CodexA2A.Api.Cards;

/// <summary>Serves a card with its entity tag.</summary>
internal static class CardEndpoint
{
    /// <summary>The well-known path of the public card (RFC 8615).</summary>
    public const string PublicPath = "/.well-known/agent-card.json";

    /// <summary>Where clients of A2A 0.2 look for it.</summary>
    public const string OldPath = "/.well-known/agent.json";

    /// <summary>Answers the card, or 304 to who has it.</summary>
    public static async Task WriteAsync(HttpContext http, Card card)
    {
        var response = http.Response;
        response.Headers.ETag = card.ETag;
        response.Headers.CacheControl = card.CacheControl;
        response.Headers.Vary = card.Vary;
        if (IsKnown(http.Request.Headers.IfNoneMatch, card.ETag))
        {
            response.StatusCode = StatusCodes.Status304NotModified;
            return;
        }

        response.ContentType = MediaTypes.Json;
        response.ContentLength = card.Json.Length;
        if (!HttpMethods.IsHead(http.Request.Method)) await response.Body.WriteAsync(card.Json, http.RequestAborted);
    }

    private static bool IsKnown(Microsoft.Extensions.Primitives.StringValues ifNoneMatch, string etag) =>
        EntityTagHeaderValue.TryParseList(ifNoneMatch, out var tags)
        && tags.Any(tag => tag.Equals(EntityTagHeaderValue.Any) || tag.Compare(new EntityTagHeaderValue(etag), useStrongComparison: false));
}
