using CodexA2A.Runner.AppServer.Envelope;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace CodexA2A.Runner.AppServer;

/// <summary>Registration of the Codex side.</summary>
internal static class AppServerServices
{
    /// <summary>
    /// Adds <see cref="AppServerHost"/>, which starts with the application, and what it needs; options come from the section
    /// <c>Codex</c> and are checked at start.
    /// </summary>
    public static IServiceCollection AddAppServer(this IServiceCollection services)
    {
        services.AddOptions<CodexOptions>().BindConfiguration(CodexOptions.Section).ValidateOnStart();
        services.AddSingleton<IValidateOptions<CodexOptions>, CodexOptionsValidator>();
        services.AddSingleton<IValidateOptions<CodexOptions>, CodexHomeValidator>();
        services.AddSingleton<IValidateOptions<CodexOptions>, ConfigSecretsValidator>();
        services.AddMetrics();
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton<AppServerMetrics>();
        services.TryAddSingleton(new ParentEnvironment(LaunchPlanner.ParentEnvironment()));
        // Once for the life of this process: threads, identity and locks live in the home, so another one needs another start.
        services.AddSingleton(provider => CodexHome.Choose(
            provider.GetRequiredService<IOptions<CodexOptions>>().Value, provider.GetRequiredService<ParentEnvironment>().Variables));
        services.AddSingleton<CodexLocator>();
        services.TryAddSingleton<CodexInstaller>();
        services.AddSingleton<LaunchPlanner>();
        services.AddSingleton<SchemaCheck>();
        services.AddSingleton<CommandSandbox>();
        services.AddSingleton<AppServerHost>();
        services.AddHostedService(provider => provider.GetRequiredService<AppServerHost>());
        services.AddSingleton<LeftBehind>();
        services.AddHostedService(provider => provider.GetRequiredService<LeftBehind>());
        return services;
    }
}
