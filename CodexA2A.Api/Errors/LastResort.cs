namespace CodexA2A.Api.Errors;

/// <summary>
/// Around everything: a request that no route takes gets the error body of its binding instead of an empty 404 or 405, and a
/// failure that nobody expected tells nothing of its inside.
/// </summary>
internal sealed class LastResort(RequestDelegate next, ErrorTranslator errors)
{
    public async Task InvokeAsync(HttpContext http)
    {
        try
        {
            await next(http);
        }
        catch (Exception exception) when (!http.RequestAborted.IsCancellationRequested && !http.Response.HasStarted)
        {
            await ErrorWriter.WriteAsync(http, errors.From(exception, http));
            return;
        }

        if (http.Response is { HasStarted: false, StatusCode: StatusCodes.Status404NotFound or StatusCodes.Status405MethodNotAllowed, ContentLength: null, ContentType: null })
        {
            await ErrorWriter.WriteRestAsync(http, NoRoute(http));
        }
    }

    /// <summary>There is no such route.</summary>
    public static A2AException NoRoute(HttpContext http) => A2AException.MethodNotFound($"{http.Request.Method} {http.Request.Path}");
}
