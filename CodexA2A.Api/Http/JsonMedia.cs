using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

namespace CodexA2A.Api.Http;

/// <summary>The media types of requests and answers.</summary>
internal static class JsonMedia
{
    /// <summary>
    /// Refuses a body that is not declared as JSON in UTF-8, as it is: a browser form cannot be mistaken for a call, nor be one thing for a
    /// guard on the way and another here.
    /// </summary>
    /// <exception cref="A2AException">ContentTypeNotSupported.</exception>
    public static void Require(HttpRequest request)
    {
        if (!MediaTypeHeaderValue.TryParse(request.ContentType, out var type) || !IsJson(type.MediaType)) throw Wrong($"The body must be sent as {MediaTypes.Json}.", HeaderNames.ContentType);
        if (type.Charset.HasValue && !IsUtf8(HeaderUtilities.RemoveQuotes(type.Charset))) throw Wrong("The body must be in UTF-8.", HeaderNames.ContentType);
        if (request.Headers.ContentEncoding is not [] and not ["identity"]) throw Wrong("The body must not be compressed.", HeaderNames.ContentEncoding);
    }

    private static bool IsJson(StringSegment type) =>
        type.Equals(MediaTypes.Json, StringComparison.OrdinalIgnoreCase) || type.Equals(MediaTypes.A2AJson, StringComparison.OrdinalIgnoreCase);

    private static bool IsUtf8(StringSegment charset) =>
        charset.Equals("utf-8", StringComparison.OrdinalIgnoreCase) || charset.Equals("us-ascii", StringComparison.OrdinalIgnoreCase);

    private static A2AException Wrong(string message, string header) => A2AException.ContentTypeNotSupported(message, header);

    /// <summary>application/a2a+json for who names it in Accept, else application/json, which every client reads.</summary>
    public static string Answer(HttpRequest request) =>
        request.Headers.Accept.Any(line => line?.Contains(MediaTypes.A2AJson, StringComparison.OrdinalIgnoreCase) == true)
            ? MediaTypes.A2AJson
            : MediaTypes.Json;
}
