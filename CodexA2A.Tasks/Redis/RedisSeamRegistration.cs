using CodexA2A.Tasks.Rates;
using CodexA2A.Tasks.Redis.Control;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using StackExchange.Redis;

namespace CodexA2A.Tasks.Redis;

/// <summary>Registers the seam over Redis.</summary>
public static class RedisSeamRegistration
{
    /// <summary>
    /// Adds <see cref="ITaskLog"/> and <see cref="ITurnQueue"/> over the Redis that <c>ConnectionStrings:redis</c> names, and a health
    /// check <c>redis</c>. They can be used from the start of the host's other services to their end, also where Redis comes later.
    /// Settings: <see cref="SeamOptions"/> and <see cref="RedisSeamOptions"/>, from the host's configuration.
    /// </summary>
    public static IServiceCollection AddRedisSeam(this IServiceCollection services)
    {
        services.AddSingleton<IValidateOptions<RedisSeamOptions>, RedisConnectionValidator>();
        return services.AddRedisSeam(provider => RedisSettings.Parse(provider.GetRequiredService<IConfiguration>().GetConnectionString(RedisSettings.Name)));
    }

    /// <summary>The same with a connection that a string cannot say (Entra ID, a proxy, a certificate).</summary>
    /// <param name="services">The host's services.</param>
    /// <param name="options">How to connect; that a start without Redis is no failure is added.</param>
    public static IServiceCollection AddRedisSeam(this IServiceCollection services, Func<IServiceProvider, ConfigurationOptions> options)
    {
        services.AddOptions<RedisSeamOptions>().BindConfiguration(RedisSeamOptions.Section).ValidateOnStart();
        services.AddSingleton<IValidateOptions<RedisSeamOptions>, RedisSeamOptionsValidator>();
        services.AddOptions<SeamOptions>().BindConfiguration(SeamOptions.Section).ValidateOnStart();
        services.AddSingleton<IValidateOptions<SeamOptions>, SeamOptionsValidator>();
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton(provider => new RedisConnectionSettings(() => options(provider)));
        services.AddSingleton<RedisSeamHost>();
        services.AddSingleton<IHostedService>(provider => provider.GetRequiredService<RedisSeamHost>());
        services.AddSingleton<ITaskLog, RedisTaskLog>();
        services.AddSingleton<ITurnQueue, RedisTurnQueue>();
        services.AddSingleton<ISessionForgetting, RedisForgetting>();
        services.AddSingleton<IWebhooks, RedisWebhooks>();
        services.AddSingleton<IControlCalls, RedisControlCalls>();
        services.AddSingleton<IRateShares, RedisRateShares>();
        services.AddSingleton<IFailureShares, RedisFailureShares>();
        services.AddHealthChecks().AddCheck<RedisHealthCheck>("redis", tags: ["ready"]);
        return services;
    }
}
