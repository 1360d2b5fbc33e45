using CodexA2A.Api.Auth.Throttle;
using CodexA2A.Api.Hosting;
using CodexA2A.ServiceDefaults.Health;
using CodexA2A.Tasks.Rates;
using Microsoft.Extensions.Options;

namespace CodexA2A.Api.Limits;

/// <summary>
/// Counts requests by the address of their connection, whatever becomes of them; in this process alone. The probes pass: who refuses
/// them has the service restarted.
/// </summary>
internal sealed class AddressLimit(IOptions<A2AOptions> options, TimeProvider time)
{

    private readonly BucketTable? table = options.Value.RequestsPerMinutePerAddress > 0 ? new(time) : null;
    private readonly Rate rate = Rate.PerMinute(options.Value.RequestsPerMinutePerAddress);

    /// <summary>What is answered when it is one too many; null when not.</summary>
    /// <param name="http">The request.</param>
    /// <param name="isProbe">Whether it is a probe.</param>
    public A2AException? Refusal(HttpContext http, bool isProbe)
    {
        if (table is null || isProbe) return null;
        var answer = table.Take(LoginThrottle.Key(http.Connection.RemoteIpAddress), rate);
        return answer.Taken ? null : LimitErrors.Rate("This address", answer.Wait);
    }

    /// <summary>True for what machines ask without credentials; the details of /health take some.</summary>
    public static bool IsProbe(PathString path) => ProbePaths.IsProbe(path) || Grpc.GrpcHealth.IsCall(path);
}
