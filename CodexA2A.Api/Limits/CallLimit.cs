using CodexA2A.Api.Auth;
using CodexA2A.Api.Hosting;
using CodexA2A.Api.Telemetry;
using Microsoft.Extensions.Options;

namespace CodexA2A.Api.Limits;

/// <summary>Lets so many requests of one caller be open at a time, streams counted by themselves; in this process alone.</summary>
internal sealed class CallLimit(RequestDelegate next, ApiTelemetry telemetry, IOptions<A2AOptions> options)
{
    private readonly CallTable table = new(options.Value.MaxConcurrentCalls, options.Value.MaxStreams);

    /// <summary>Whether there is such a limit.</summary>
    public static bool IsOn(A2AOptions options) => options.MaxConcurrentCalls > 0 || options.MaxStreams > 0;

    public async Task InvokeAsync(HttpContext http)
    {
        if (http.Features.Get<Caller>() is not { } caller)
        {
            await next(http);
            return;
        }

        CallPlace place;
        try
        {
            place = table.Enter(caller.Owner);
        }
        catch (A2AException refused)
        {
            await LimitErrors.WriteAsync(http, refused, telemetry);
            return;
        }

        using (place)
        {
            http.Features.Set(place);
            await next(http);
        }
    }
}
