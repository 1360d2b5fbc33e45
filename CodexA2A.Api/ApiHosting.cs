using CodexA2A.Api.Access;
using CodexA2A.Api.Audit;
using CodexA2A.Api.Auth;
using CodexA2A.Api.Cards;
using CodexA2A.Api.Cards.Signing;
using CodexA2A.Api.Compat.V03;
using CodexA2A.Api.Dialects;
using CodexA2A.Api.Edge;
using CodexA2A.Api.Errors;
using CodexA2A.Api.Extensions.Control;
using CodexA2A.Api.Extensions.Interrupts;
using CodexA2A.Api.Extensions.Push;
using CodexA2A.Api.Extensions.Sessions;
using CodexA2A.Api.Grpc;
using CodexA2A.Api.Handling;
using CodexA2A.Api.Health;
using CodexA2A.Api.Hosting;
using CodexA2A.Api.JsonRpc;
using CodexA2A.Api.Limits;
using CodexA2A.Api.OpenApi;
using CodexA2A.Api.Outbound;
using CodexA2A.Api.Payloads;
using CodexA2A.Api.Push;
using CodexA2A.Api.Rest;
using CodexA2A.Api.Sse;
using CodexA2A.Api.Telemetry;
using CodexA2A.ServiceDefaults.Audit;
using CodexA2A.ServiceDefaults.Edge;
using CodexA2A.ServiceDefaults.Health;
using CodexA2A.ServiceDefaults.Hosting;
using CodexA2A.Tasks;
using CodexA2A.Tasks.Rates;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.Configuration.Memory;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace CodexA2A.Api;

/// <summary>Puts the A2A service into a host; the seam (ITaskLog, ITurnQueue) is the host's to add.</summary>
public static class ApiHosting
{
    /// <summary>Two log lines for each request would be the service's largest output; the audit log has a file, and is exported.</summary>
    private static readonly Dictionary<string, string?> Defaults = new()
    {
        ["Logging:LogLevel:Microsoft.AspNetCore"] = "Warning",
        ["Logging:LogLevel:Grpc"] = "Warning",
        [$"Logging:Console:LogLevel:{AuditTrail.Category}"] = "None",
        [$"Logging:LogLevel:{SensitiveLog.Category}"] = "Debug",
    };

    /// <summary>Adds the services, the limits of the server, its address (contracts.md §9), and the short environment names.</summary>
    /// <param name="builder">The host.</param>
    /// <param name="shortNames">Whether to read <c>A2A_X_Y</c>; false for a host that has read them already.</param>
    public static WebApplicationBuilder AddCodexA2AApi(this WebApplicationBuilder builder, bool shortNames = true)
    {
        ArgumentNullException.ThrowIfNull(builder);
        HostFiles.Remove(builder.Configuration);
        builder.Configuration.Sources.Insert(0, new MemoryConfigurationSource { InitialData = Defaults });
        if (shortNames) builder.Configuration.AddA2AEnvironment();
        ForwardedCallers.OnlyKnown(builder.Configuration);
        builder.WebHost.UseKestrelHttpsConfiguration();
        builder.Services.AddCodexA2AApi();
        var options = new A2AOptions();
        builder.Configuration.GetSection(A2AOptions.Section).Bind(options);
        var bind = BindAddresses.Resolve(options.Inputs(builder.Configuration));
        var grpc = GrpcListening.OwnPort(options);
        builder.Services.AddSingleton(grpc is null ? bind : bind with { PortSetting = $"{bind.PortSetting} or {grpc.PortSetting}" });
        if (GrpcListening.IsOn(options, bind)) GrpcHosting.AddTo(builder.Services, options);
        if (grpc is not null) GrpcListening.Add(builder, bind, grpc);
        else if (bind.FromOptions) builder.WebHost.UseUrls([.. bind.Addresses]);
        return builder;
    }

    /// <summary>Adds the services alone.</summary>
    public static IServiceCollection AddCodexA2AApi(this IServiceCollection services)
    {
        services.AddOptions<A2AOptions>().BindConfiguration(A2AOptions.Section).ValidateOnStart();
        services.AddSingleton<IValidateOptions<A2AOptions>, A2AOptionsValidator>();
        services.AddSingleton<IValidateOptions<A2AOptions>, AccessValidator>();
        services.AddSingleton<IValidateOptions<A2AOptions>, CapabilityValidator>();
        services.AddSingleton<CredentialRule>(CapabilityValidator.Check);
        services.AddSingleton<IValidateOptions<A2AOptions>, ExtensionValidator>();
        services.AddSingleton<IValidateOptions<A2AOptions>, SigningValidator>();
        // Before the runner, where both are in one process: hosts go backwards when they stop, and the turns drain first.
        services.AddSingleton<OpenConnections>();
        services.AddHostedService(provider => provider.GetRequiredService<OpenConnections>());
        services.AddAudit();
        services.AddSingleton<IConfigureOptions<KestrelServerOptions>, KestrelLimits>();
        // What is flushed is sent by the thread that flushed it, instead of waking another one for each event.
        services.Configure<SocketTransportOptions>(sockets => sockets.UnsafePreferInlineScheduling = true);
        services.TryAddSingleton(TimeProvider.System);
        // A seam brings its own.
        services.TryAddSingleton<IRateShares, LocalRateShares>();
        services.TryAddSingleton<IFailureShares>(provider => new LocalFailureShares(provider.GetRequiredService<TimeProvider>()));

        services.AddCallers();
        services.AddSingleton<ErrorTranslator>();
        services.AddSingleton<ApiTelemetry>();
        services.AddSingleton<AddressLimit>();
        services.AddSingleton<PublicAddress>();
        services.AddSingleton<CardSigner>();
        services.AddSingleton<SandboxReports>();
        services.AddSingleton<CardStore>();
        services.AddSingleton<KeySetEndpoint>();
        services.AddSingleton<OpenApiDocument>();
        services.AddSingleton<SseWriter>();

        services.AddOptions<WorkspaceOptions>().BindConfiguration(WorkspaceOptions.Section).ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<WorkspaceOptions>, WorkspaceOptionsValidator>());
        services.AddSingleton<WorkspacePolicy>();
        services.AddSingleton<RequestPolicy>(provider => provider.GetRequiredService<WorkspacePolicy>().CheckAsync);
        services.AddSingleton<TaskWait>();
        services.AddSingleton<Steering>();
        services.AddSingleton<MessageIntake>();
        services.TryAddSingleton(new AgentTraits());
        services.AddSingleton<DirectAnswers>();
        services.AddSingleton<SendMessageOperation>();
        services.AddSingleton<SendStreamingMessageOperation>();
        services.AddSingleton<GetTaskOperation>();
        services.AddSingleton<ListTasksOperation>();
        services.AddSingleton<CancelTaskOperation>();
        services.AddSingleton<WatchKeeping>();
        services.AddSingleton<SubscribeToTaskOperation>();
        services.AddOutbound();
        services.AddPush();
        services.AddSingleton<PushConfigOperations>();
        services.AddSingleton<A2AOperations>();

        services.AddSingleton<InterruptMethods>();
        services.AddSingleton<ForgetMethod>();
        services.AddRunnerMethods();
        services.AddSingleton<V03Cards>();
        services.AddSingleton<V03PushConfigs>();
        services.AddSingleton<V03Methods>();
        services.AddSingleton<V03Routes>();
        services.AddSingleton(provider => V10Methods.Create(
            provider.GetRequiredService<A2AOperations>(), provider.GetRequiredService<InterruptMethods>(), provider.GetRequiredService<ForgetMethod>(),
            provider.GetRequiredService<FailureList>(), provider.GetRequiredService<RunnerMethods>(), provider.GetRequiredService<CardStore>(),
            provider.GetRequiredService<IOptions<A2AOptions>>().Value.EnforceExtensions)
            .With(ServesV03(provider) ? provider.GetRequiredService<V03Methods>().All : []));
        services.AddSingleton<JsonRpcEndpoint>();
        services.AddSingleton<RestEndpoint>();
        services.AddSingleton<RestRoutes>();
        services.AddSingleton<StoreCheck>();
        services.AddHealthChecks()
            .AddCheck<StoreCheck>("store", tags: [HealthTags.Ready])
            .AddCheck<CredentialFileCheck>("credentials")
            .AddCheck<StoppingCheck>("stopping", tags: [HealthTags.Ready]);
        return services;
    }

    /// <summary>Maps the card, its keys, the bindings with their description, and the probes.</summary>
    public static WebApplication MapCodexA2AApi(this WebApplication app)
    {
        ArgumentNullException.ThrowIfNull(app);
        if (app.Services.GetService<ITaskLog>() is null)
        {
            throw new InvalidOperationException(
                "This process has no task log: add one of the seams (AddRedisSeam, AddInProcessSeam).");
        }

        ForwardedCallers.Use(app);
        app.UseMiddleware<SecurityHeaders>();
        app.UseMiddleware<AuditMiddleware>();
        app.UseMiddleware<LastResort>();
        app.UseMiddleware<GrpcRefusals>();
        app.UseMiddleware<EdgeMiddleware>();
        PayloadHosting.Use(app);
        app.UseLimits(app.Services.GetRequiredService<IOptions<A2AOptions>>().Value);
        app.UseMiddleware<EndpointGate>();
        GrpcHosting.UseGate(app);
        app.MapMethods(CardEndpoint.PublicPath, ["GET", "HEAD"], http =>
            CardEndpoint.WriteAsync(http, http.RequestServices.GetRequiredService<V03Cards>().For(http.Request)));
        app.Services.GetRequiredService<KeySetEndpoint>().Map(app);
        app.Services.GetRequiredService<OpenApiDocument>().Map(app);
        app.MapPost("/", app.Services.GetRequiredService<JsonRpcEndpoint>().HandleAsync);
        app.Services.GetRequiredService<RestRoutes>().Map(app);
        GrpcHosting.MapTo(app);
        if (ServesV03(app.Services))
        {
            app.Services.GetRequiredService<V03Routes>().Map(app);
            app.MapMethods(CardEndpoint.OldPath, ["GET", "HEAD"], http =>
                CardEndpoint.WriteAsync(http, http.RequestServices.GetRequiredService<V03Cards>().Public));
        }

        HealthEndpoints.Map(app);
        return app;
    }

    private static bool ServesV03(IServiceProvider services) => services.GetRequiredService<IOptions<A2AOptions>>().Value.ServeV03;
}
