using CodexA2A.Api.Auth.Throttle;
using CodexA2A.Api.Hosting;
using CodexA2A.Api.Telemetry;
using CodexA2A.ServiceDefaults.Health;
using CodexA2A.Tasks.Rates;
using Microsoft.Extensions.Options;

namespace CodexA2A.Api.Limits;

/// <summary>
/// Counts requests by the address of their connection, before anything of them is looked at; in this process alone. The probes pass:
/// who refuses them has the service restarted.
/// </summary>
internal sealed class AddressLimit(RequestDelegate next, ApiTelemetry telemetry, IOptions<A2AOptions> options, TimeProvider time)
{
    private readonly BucketTable table = new(time);
    private readonly Rate rate = Rate.PerMinute(options.Value.RequestsPerMinutePerAddress);

    /// <summary>Whether there is such a limit.</summary>
    public static bool IsOn(A2AOptions options) => options.RequestsPerMinutePerAddress > 0;

    public Task InvokeAsync(HttpContext http)
    {
        if (ProbePaths.Contains(http.Request.Path) || http.Request.Path.StartsWithSegments("/" + Grpc.GrpcHealth.Service, StringComparison.Ordinal)) return next(http);
        var answer = table.Take(LoginThrottle.Key(http.Connection.RemoteIpAddress), rate);
        return answer.Taken ? next(http) : LimitErrors.WriteAsync(http, LimitErrors.Rate("This address", answer.Wait), telemetry);
    }
}
