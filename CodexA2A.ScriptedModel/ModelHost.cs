namespace CodexA2A.ScriptedModel;

/// <summary>Puts the endpoint behind Kestrel, with limits and without anything that reads or watches files.</summary>
internal static class ModelHost
{
    public static WebApplication Build(ScriptedModelOptions options, ResponsesEndpoint responses, ControlEndpoint control)
    {
        // The content root is the program's folder and is not watched: a watcher on a big working folder costs much.
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions
        {
            ContentRootPath = AppContext.BaseDirectory,
            ApplicationName = typeof(ModelHost).Assembly.GetName().Name,
        });
        builder.WebHost.UseKestrelCore();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Listen(options.Address, options.Port);
            kestrel.Limits.MaxRequestBodySize = options.MaxRequestBytes;
            kestrel.Limits.MaxConcurrentConnections = 2L * options.MaxConcurrentResponses;
            // A client may read as slowly as it likes; Codex stalls on purpose when it is busy.
            kestrel.Limits.MinResponseDataRate = null;
        });
        // Whoever started the server ends it; it does not listen for signals of the process.
        builder.Services.AddSingleton<IHostLifetime, OwnedLifetime>();
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.FromSeconds(2));
        var app = builder.Build();
        app.Run(http => RouteAsync(http, responses, control));
        return app;
    }

    private static Task RouteAsync(HttpContext http, ResponsesEndpoint responses, ControlEndpoint control)
    {
        if (!LoopbackCaller.IsAllowed(http.Request))
        {
            http.Response.StatusCode = StatusCodes.Status403Forbidden;
            return Task.CompletedTask;
        }

        return http.Request.Path == "/v1/responses" && HttpMethods.IsPost(http.Request.Method)
            ? responses.HandleAsync(http)
            : control.HandleAsync(http);
    }

    private sealed class OwnedLifetime : IHostLifetime
    {
        public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
