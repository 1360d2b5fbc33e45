using CodexA2A.Api.Compat.V03.Wire;

namespace CodexA2A.Api.Compat.V03.Translators;

/// <summary>
/// Requests to send. Without a configuration a send waits for its answer, as in 1.0; with one it waits only when that says
/// <c>blocking</c>: over HTTP+JSON a false is not written, so that no other reading is possible, and both bindings read alike.
/// </summary>
internal static class SendTranslator
{
    /// <exception cref="A2AException">InvalidParams.</exception>
    public static SendMessageRequest FromRpc(RpcSendParams request) => new()
    {
        Message = MessageTranslator.FromRpc(Given.Required(request.Message, "message"), "message"),
        Configuration = request.Configuration is not { } configuration ? null : new SendMessageConfiguration
        {
            AcceptedOutputModes = Given.Strings(configuration.AcceptedOutputModes, "configuration.acceptedOutputModes"),
            TaskPushNotificationConfig = Push(configuration.PushNotificationConfig),
            HistoryLength = configuration.HistoryLength,
            ReturnImmediately = configuration.Blocking is not true,
        },
        Metadata = request.Metadata,
    };

    /// <exception cref="A2AException">InvalidParams.</exception>
    public static SendMessageRequest FromRest(RestSendRequest request) => new()
    {
        Message = MessageTranslator.FromRest(Given.Required(request.Message, "message"), "message"),
        Configuration = request.Configuration is not { } configuration ? null : new SendMessageConfiguration
        {
            AcceptedOutputModes = Given.Strings(configuration.AcceptedOutputModes, "configuration.acceptedOutputModes"),
            TaskPushNotificationConfig = Push(configuration.PushNotification),
            HistoryLength = configuration.HistoryLength,
            ReturnImmediately = configuration.Blocking is not true,
        },
        Metadata = request.Metadata,
    };

    private static TaskPushNotificationConfig? Push(PushConfig? config) => config is null ? null : PushConfigTranslator.From(config, taskId: null);
}
