using CodexA2A.Api.Compat.V03.Wire;

namespace CodexA2A.Api.Compat.V03.Translators;

/// <summary>Webhooks. 0.3 has a list of authentication schemes, of which the first is taken.</summary>
internal static class PushConfigTranslator
{
    public static TaskPushNotificationConfig From(PushConfig config, string? taskId) => new()
    {
        Id = config.Id,
        TaskId = taskId,
        Url = config.Url ?? "",
        Token = config.Token,
        Authentication = config.Authentication is not { } authentication ? null : new AuthenticationInfo
        {
            Scheme = authentication.Schemes is { Count: > 0 } schemes ? schemes[0] : "",
            Credentials = authentication.Credentials,
        },
    };

    public static PushConfig To(TaskPushNotificationConfig config) => new()
    {
        Id = Given.OrNone(config.Id),
        Url = config.Url,
        Token = Given.OrNone(config.Token),
        Authentication = config.Authentication is not { } authentication ? null
            : new PushAuthentication { Schemes = [authentication.Scheme], Credentials = Given.OrNone(authentication.Credentials) },
    };

    public static RpcTaskPushConfig ToRpc(TaskPushNotificationConfig config) => new() { TaskId = config.TaskId, PushNotificationConfig = To(config) };

    public static RestTaskPushConfig ToRest(TaskPushNotificationConfig config) =>
        new() { Name = $"tasks/{config.TaskId}/pushNotificationConfigs/{config.Id}", PushNotificationConfig = To(config) };
}
