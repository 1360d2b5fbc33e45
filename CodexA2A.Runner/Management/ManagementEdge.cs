using CodexA2A.ServiceDefaults.Edge;
using CodexA2A.ServiceDefaults.Health;
using CodexA2A.ServiceDefaults.Hosting;

namespace CodexA2A.Runner.Management;

/// <summary>No page of a browser has anything to do at this port; on loopback it answers to this machine's names alone.</summary>
internal sealed class ManagementEdge(RequestDelegate next, BindAddresses bind)
{
    private readonly EdgePolicy _policy = new(HostList.Of(bind.LoopbackOnly ? [] : ["*"]), [], []);

    public Task InvokeAsync(HttpContext http)
    {
        var isProbe = ProbePaths.IsProbe(http.Request.Path);
        if (_policy.Judge(EdgeRequest.Of(http.Request, isProbe, isOpen: isProbe)) == EdgeVerdict.Pass) return next(http);
        http.Response.Headers.Connection = "close";
        http.Response.StatusCode = StatusCodes.Status403Forbidden;
        return http.Response.WriteAsync("Not for web pages, nor for another host; and a body has one end.\n", http.RequestAborted);
    }
}
