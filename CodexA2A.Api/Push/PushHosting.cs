using System.Net;
using CodexA2A.Api.Extensions.Push;
using CodexA2A.Api.Outbound;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace CodexA2A.Api.Push;

/// <summary>Adds webhooks to the services of the Api.</summary>
internal static class PushHosting
{
    /// <summary>How names of receivers are resolved; a test has its own.</summary>
    internal delegate Task<IPAddress[]> Resolve(string host, CancellationToken cancellationToken);

    public static void AddPush(this IServiceCollection services)
    {
        services.AddOptions<PushOptions>().BindConfiguration(PushOptions.Section).ValidateOnStart();
        services.AddSingleton<IValidateOptions<PushOptions>, PushOptionsValidator>();
        services.TryAddSingleton<Resolve>((host, cancellationToken) => Dns.GetHostAddressesAsync(host, cancellationToken));
        services.AddSingleton(provider => new ReceiverGuard(
            AllowedReceivers.Parse(provider.GetRequiredService<IOptions<PushOptions>>().Value.AllowedHosts), provider.GetRequiredService<Resolve>().Invoke));
        services.AddSingleton<WebhookReader>();
        services.AddSingleton<InlineWebhooks>();
        services.AddSingleton<WebhookClient>();
        services.AddSingleton<DeliverySlots>();
        services.AddSingleton<PushTelemetry>();
        services.AddSingleton<PushWake>();
        services.AddSingleton<PushServices>();
        services.AddSingleton<FailureList>();
        services.AddHostedService<PushDispatcher>();
    }
}
