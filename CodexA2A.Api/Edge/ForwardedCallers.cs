using CodexA2A.Api.Hosting;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.Extensions.Options;

namespace CodexA2A.Api.Edge;

/// <summary>
/// Whom a proxy speaks for: X-Forwarded-For and X-Forwarded-Proto, read from their ends, as far back as each is the word of a known
/// proxy. X-Forwarded-Host is never read: a page can set it, and who sits on a proxy's address with it; proxies pass Host on instead.
/// </summary>
internal static class ForwardedCallers
{
    /// <summary>Turns off ASP.NET's own switch (ASPNETCORE_FORWARDEDHEADERS_ENABLED), which believes everybody.</summary>
    public static void OnlyKnown(IConfigurationManager configuration) => configuration["ForwardedHeaders_Enabled"] = "false";

    /// <summary>Puts it before everything that asks who calls; nothing without known proxies.</summary>
    public static void Use(WebApplication app)
    {
        if (!EdgeSettings.TryNetworks(app.Services.GetRequiredService<IOptions<A2AOptions>>().Value.KnownProxies, out var known) || known.Count == 0) return;
        var options = new ForwardedHeadersOptions
        {
            ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto,
            ForwardLimit = null,
        };
        // Its defaults are the proxies of this machine.
        options.KnownProxies.Clear();
        options.KnownIPNetworks.Clear();
        foreach (var network in known) options.KnownIPNetworks.Add(network);
        // A Unix socket has no address that could be known.
        app.UseWhen(static http => http.Connection.RemoteIpAddress is not null, branch => branch.UseForwardedHeaders(options));
    }
}
