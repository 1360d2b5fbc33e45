using CodexA2A.Tasks.InProcess;
using CodexA2A.Tasks.InProcess.Control;
using CodexA2A.Tasks.Rates;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace CodexA2A.Tasks;

/// <summary>Registers the seam of one process.</summary>
public static class InProcessSeamRegistration
{
    /// <summary>
    /// Adds <see cref="ITaskLog"/> and <see cref="ITurnQueue"/> over the data directory. They can be used from the start of the
    /// host's other services to their end. Settings: <see cref="SeamOptions"/>, from the host's configuration.
    /// </summary>
    public static IServiceCollection AddInProcessSeam(this IServiceCollection services, string dataDirectory)
    {
        ArgumentException.ThrowIfNullOrEmpty(dataDirectory);
        return services.AddInProcessSeam(options => options.DataDirectory = dataDirectory);
    }

    /// <inheritdoc cref="AddInProcessSeam(IServiceCollection, string)" />
    public static IServiceCollection AddInProcessSeam(this IServiceCollection services, Action<InProcessSeamOptions> configure)
    {
        services.AddOptions<InProcessSeamOptions>().Configure(configure);
        services.AddOptions<SeamOptions>().BindConfiguration(SeamOptions.Section).ValidateOnStart();
        services.AddSingleton<IValidateOptions<SeamOptions>, SeamOptionsValidator>();
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton<InProcessSeamHost>();
        services.AddSingleton<IHostedService>(provider => provider.GetRequiredService<InProcessSeamHost>());
        services.AddSingleton<ITaskLog, InProcessTaskLog>();
        services.AddSingleton<ITurnQueue, InProcessTurnQueue>();
        services.AddSingleton<ISessionForgetting, InProcessForgetting>();
        services.AddSingleton<IWebhooks, InProcessWebhooks>();
        services.AddSingleton<IControlCalls, InProcessControlCalls>();
        services.AddSingleton<IRateShares, LocalRateShares>();
        services.AddSingleton<IFailureShares>(provider => new LocalFailureShares(provider.GetRequiredService<TimeProvider>()));
        return services;
    }
}
