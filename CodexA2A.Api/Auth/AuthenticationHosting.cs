using CodexA2A.Api.Auth.Certificates;
using CodexA2A.Api.Auth.Jwt;
using CodexA2A.Api.Auth.Passwords;
using CodexA2A.Api.Auth.Throttle;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace CodexA2A.Api.Auth;

/// <summary>Who may come in: the services.</summary>
internal static class AuthenticationHosting
{
    /// <summary>Adds them.</summary>
    public static IServiceCollection AddCallers(this IServiceCollection services)
    {
        services.AddSingleton<CredentialStore>();
        services.AddHostedService<CredentialFileWatch>();
        services.AddSingleton<PasswordCheck>();
        services.AddSingleton<LoginThrottle>();
        services.AddSingleton<CertificateTrust>();
        services.AddOptions<JwtOptions>().BindConfiguration(JwtOptions.Section).ValidateOnStart();
        services.AddSingleton<IValidateOptions<JwtOptions>, JwtOptionsValidator>();
        services.AddSingleton<IValidateOptions<JwtOptions>, JwtSettings>();
        services.TryAddSingleton<IKeySource>(provider => provider.GetRequiredService<IOptions<JwtOptions>>() is { Value.Discovery: not null } discovered
            ? new DiscoveredKeys(discovered, provider.GetRequiredService<TimeProvider>()) : new KeyFile(provider.GetRequiredService<IOptions<JwtOptions>>()));
        services.AddSingleton<IssuerKeys>();
        services.AddSingleton<TokenCheck>();
        services.AddSingleton<Authenticator>();
        return services;
    }
}
