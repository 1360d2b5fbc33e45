using Microsoft.Net.Http.Headers;

namespace CodexA2A.Api.Http;

/// <summary>The media types of requests and answers.</summary>
internal static class JsonMedia
{
    /// <summary>Refuses a body that is not declared as JSON: a browser form cannot be mistaken for a call.</summary>
    /// <exception cref="A2AException">ContentTypeNotSupported.</exception>
    public static void Require(HttpRequest request)
    {
        if (MediaTypeHeaderValue.TryParse(request.ContentType, out var type) && (type.MediaType.Equals(MediaTypes.Json, StringComparison.OrdinalIgnoreCase)
            || type.MediaType.Equals(MediaTypes.A2AJson, StringComparison.OrdinalIgnoreCase)))
        {
            return;
        }

        throw A2AException.ContentTypeNotSupported($"The body must be sent as {MediaTypes.Json}.", HeaderNames.ContentType);
    }

    /// <summary>application/a2a+json for who names it in Accept, else application/json, which every client reads.</summary>
    public static string Answer(HttpRequest request) =>
        request.Headers.Accept.Any(line => line?.Contains(MediaTypes.A2AJson, StringComparison.OrdinalIgnoreCase) == true)
            ? MediaTypes.A2AJson
            : MediaTypes.Json;
}
