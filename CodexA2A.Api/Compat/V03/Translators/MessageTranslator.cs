using CodexA2A.Api.Compat.V03.Wire;

namespace CodexA2A.Api.Compat.V03.Translators;

/// <summary>Messages.</summary>
internal static class MessageTranslator
{
    private const string Kind = "message";

    public static RpcMessage ToRpc(Message message) => new()
    {
        Kind = Kind,
        MessageId = message.MessageId,
        Role = StateTranslator.ToRpc(message.Role),
        Parts = [.. message.Parts.Select(PartTranslator.ToRpc)],
        ContextId = Given.OrNone(message.ContextId),
        TaskId = Given.OrNone(message.TaskId),
        Metadata = message.Metadata,
        Extensions = Given.OrNone(message.Extensions),
        ReferenceTaskIds = Given.OrNone(message.ReferenceTaskIds),
    };

    public static RestMessage ToRest(Message message) => new()
    {
        MessageId = message.MessageId,
        ContextId = Given.OrNone(message.ContextId),
        TaskId = Given.OrNone(message.TaskId),
        Role = StateTranslator.ToRest(message.Role),
        Content = [.. message.Parts.Select(PartTranslator.ToRest)],
        Metadata = message.Metadata,
        Extensions = Given.OrNone(message.Extensions),
    };

    /// <exception cref="A2AException">InvalidParams.</exception>
    public static Message FromRpc(RpcMessage message, string path)
    {
        if (message.Kind is not (null or Kind)) throw A2AException.InvalidParams($"{path}.kind", $"must be {Kind}");
        return new Message
        {
            MessageId = message.MessageId ?? "",
            ContextId = message.ContextId,
            TaskId = message.TaskId,
            Role = StateTranslator.RoleFromRpc(message.Role, $"{path}.role"),
            Parts = Given.Each(message.Parts, $"{path}.parts", PartTranslator.FromRpc) ?? [],
            Metadata = message.Metadata,
            Extensions = Given.Strings(message.Extensions, $"{path}.extensions"),
            ReferenceTaskIds = Given.Strings(message.ReferenceTaskIds, $"{path}.referenceTaskIds"),
        };
    }

    /// <exception cref="A2AException">InvalidParams.</exception>
    public static Message FromRest(RestMessage message, string path) => new()
    {
        MessageId = message.MessageId ?? "",
        ContextId = message.ContextId,
        TaskId = message.TaskId,
        Role = StateTranslator.RoleFromRest(message.Role, $"{path}.role"),
        Parts = message.Content is { Count: > 0 }
            ? Given.Each(message.Content, $"{path}.content", PartTranslator.FromRest)!
            : throw A2AException.InvalidParams($"{path}.content", "must have at least one part"),
        Metadata = message.Metadata,
        Extensions = Given.Strings(message.Extensions, $"{path}.extensions"),
    };
}
