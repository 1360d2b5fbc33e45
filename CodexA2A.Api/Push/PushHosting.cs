using CodexA2A.Api.Extensions.Push;
using CodexA2A.Api.Outbound;
using Microsoft.Extensions.Options;

namespace CodexA2A.Api.Push;

/// <summary>Adds webhooks to the services of the Api.</summary>
internal static class PushHosting
{
    public static void AddPush(this IServiceCollection services)
    {
        services.AddOptions<PushOptions>().BindConfiguration(PushOptions.Section).ValidateOnStart();
        services.AddSingleton<IValidateOptions<PushOptions>, PushOptionsValidator>();
        services.AddSingleton(provider => new ReceiverGuard(
            AllowedReceivers.Parse(provider.GetRequiredService<IOptions<PushOptions>>().Value.AllowedHosts), provider.GetRequiredService<Resolve>().Invoke, "Push:AllowedHosts"));
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
