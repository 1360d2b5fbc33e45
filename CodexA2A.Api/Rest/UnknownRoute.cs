using CodexA2A.Api.Errors;

namespace CodexA2A.Api.Rest;

/// <summary>Gives a request that no route takes the error body of the binding instead of an empty 404 or 405.</summary>
internal static class UnknownRoute
{
    public static async Task InvokeAsync(HttpContext http, RequestDelegate next)
    {
        await next(http);
        if (http.Response is { HasStarted: false, StatusCode: StatusCodes.Status404NotFound or StatusCodes.Status405MethodNotAllowed, ContentLength: null, ContentType: null })
        {
            await ErrorWriter.WriteRestAsync(http, Error(http));
        }
    }

    public static A2AException Error(HttpContext http) => A2AException.MethodNotFound($"{http.Request.Method} {http.Request.Path}");
}
