using CodexA2A.Api.Hosting;
using Microsoft.Extensions.Options;

namespace CodexA2A.Api.Payloads;

/// <summary>Puts the log of payloads into a host.</summary>
internal static class PayloadHosting
{
    /// <summary>Gives each call its note; nothing where payloads are not logged.</summary>
    public static void Use(WebApplication app)
    {
        var options = app.Services.GetRequiredService<IOptions<A2AOptions>>();
        if (!options.Value.LogPayloads) return;
        var log = new SensitiveLog(app.Services.GetRequiredService<ILoggerFactory>(), options);
        app.Use((http, next) =>
        {
            http.Features.Set(new PayloadNote(log));
            return next(http);
        });
    }
}
