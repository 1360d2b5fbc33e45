using CodexA2A.Api.Auth;
using CodexA2A.Api.Hosting;
using CodexA2A.Api.Telemetry;
using CodexA2A.Tasks.Rates;
using Microsoft.Extensions.Options;

namespace CodexA2A.Api.Limits;

/// <summary>Counts requests by who sends them, whatever they ask and however they are answered; before a body is read.</summary>
internal sealed class PrincipalLimit(RequestDelegate next, IRateShares shares, ApiTelemetry telemetry, IOptions<A2AOptions> options)
{
    private readonly Rate rate = Rate.PerMinute(options.Value.RequestsPerMinute, options.Value.RequestBurst);
    private readonly RateHeaders headers = new(Rate.PerMinute(options.Value.RequestsPerMinute, options.Value.RequestBurst));

    /// <summary>Whether there is such a limit.</summary>
    public static bool IsOn(A2AOptions options) => options.RequestsPerMinute > 0;

    public Task InvokeAsync(HttpContext http)
    {
        // What everybody may read has no caller.
        if (http.Features.Get<Caller>() is not { } caller) return next(http);
        var taking = shares.TakeAsync(caller.Owner, rate, http.RequestAborted);
        return taking.IsCompletedSuccessfully ? GoOnAsync(http, taking.Result) : WaitAsync(http, taking);
    }

    private async Task WaitAsync(HttpContext http, ValueTask<RateAnswer> taking) => await GoOnAsync(http, await taking);

    private Task GoOnAsync(HttpContext http, RateAnswer answer)
    {
        headers.Set(http.Response.Headers, answer);
        return answer.Taken ? next(http) : LimitErrors.WriteAsync(http, LimitErrors.Rate("This caller", answer.Wait), telemetry);
    }
}
