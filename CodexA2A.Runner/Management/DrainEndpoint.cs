using System.Globalization;
using System.Text;
using CodexA2A.Runner.Turns;

namespace CodexA2A.Runner.Management;

/// <summary>
/// <c>POST /drain</c>: the runner takes no more work, and what runs may end. Again, it says how much is left; at 0 the process can be
/// stopped without cutting anybody off. Turns that wait for a person are parked at once (contracts.md §6).
/// </summary>
internal static class DrainEndpoint
{
    public const string Path = "/drain";

    public static Task HandleAsync(HttpContext http)
    {
        var left = http.RequestServices.GetRequiredService<TurnWorker>().TakeNoMore();
        http.Response.ContentType = "application/json";
        var body = string.Create(CultureInfo.InvariantCulture, $$"""{"draining":true,"sessions":{{left}}}""");
        return http.Response.Body.WriteAsync(Encoding.UTF8.GetBytes(body), http.RequestAborted).AsTask();
    }
}
