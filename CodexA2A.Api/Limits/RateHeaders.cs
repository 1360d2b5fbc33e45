using System.Globalization;
using CodexA2A.Tasks.Rates;

namespace CodexA2A.Api.Limits;

/// <summary>
/// The headers of draft-ietf-httpapi-ratelimit-headers that most clients read: how many requests a caller may send at once, how many
/// of them are left, and in how many seconds they would all be there again.
/// </summary>
internal sealed class RateHeaders(Rate rate)
{
    private const string Limit = "RateLimit-Limit";
    private const string Remaining = "RateLimit-Remaining";
    private const string Reset = "RateLimit-Reset";
    private const string Policy = "RateLimit-Policy";

    private readonly string limit = Number(rate.Burst);
    private readonly string policy = $"{Number(Math.Max(1, Math.Round(rate.PerSecond * 60)))};w=60;burst={Number(rate.Burst)}";

    /// <summary>Sets them, before anything of the answer is sent.</summary>
    public void Set(IHeaderDictionary headers, RateAnswer answer)
    {
        headers[Limit] = limit;
        headers[Policy] = policy;
        headers[Remaining] = Number(Math.Floor(answer.Left));
        headers[Reset] = Number(Math.Ceiling((rate.Burst - answer.Left) / rate.PerSecond));
    }

    private static string Number(double number) => ((long)number).ToString(CultureInfo.InvariantCulture);
}
