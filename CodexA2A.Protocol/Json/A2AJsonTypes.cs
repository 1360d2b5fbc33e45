using System.Text.Json.Serialization.Metadata;

namespace CodexA2A.Protocol.Json;

/// <summary>Contracts of the types on the wire, for calls that take a <see cref="JsonTypeInfo{T}"/>.</summary>
#pragma warning disable CA1822 // Reached as A2AJson.Context.Message, like a generated context.
public sealed class A2AJsonTypes
{
    internal A2AJsonTypes()
    {
    }

    /// <summary>Contract of <see cref="Protocol.StreamResponse"/>.</summary>
    public JsonTypeInfo<StreamResponse> StreamResponse => A2AJson.TypeInfo<StreamResponse>();

    /// <summary>Contract of <see cref="Protocol.AgentTask"/>.</summary>
    public JsonTypeInfo<AgentTask> AgentTask => A2AJson.TypeInfo<AgentTask>();

    /// <summary>Contract of <see cref="Protocol.Message"/>.</summary>
    public JsonTypeInfo<Message> Message => A2AJson.TypeInfo<Message>();

    /// <summary>Contract of <see cref="Protocol.AgentCard"/>.</summary>
    public JsonTypeInfo<AgentCard> AgentCard => A2AJson.TypeInfo<AgentCard>();

    /// <summary>Contract of <see cref="Protocol.TaskPushNotificationConfig"/>.</summary>
    public JsonTypeInfo<TaskPushNotificationConfig> TaskPushNotificationConfig => A2AJson.TypeInfo<TaskPushNotificationConfig>();

    /// <summary>Contract of <see cref="Protocol.SendMessageRequest"/>.</summary>
    public JsonTypeInfo<SendMessageRequest> SendMessageRequest => A2AJson.TypeInfo<SendMessageRequest>();

    /// <summary>Contract of <see cref="Protocol.SendMessageResponse"/>.</summary>
    public JsonTypeInfo<SendMessageResponse> SendMessageResponse => A2AJson.TypeInfo<SendMessageResponse>();

    /// <summary>Contract of <see cref="Protocol.GetTaskRequest"/>.</summary>
    public JsonTypeInfo<GetTaskRequest> GetTaskRequest => A2AJson.TypeInfo<GetTaskRequest>();

    /// <summary>Contract of <see cref="Protocol.ListTasksRequest"/>.</summary>
    public JsonTypeInfo<ListTasksRequest> ListTasksRequest => A2AJson.TypeInfo<ListTasksRequest>();

    /// <summary>Contract of <see cref="Protocol.ListTasksResponse"/>.</summary>
    public JsonTypeInfo<ListTasksResponse> ListTasksResponse => A2AJson.TypeInfo<ListTasksResponse>();

    /// <summary>Contract of <see cref="Protocol.CancelTaskRequest"/>.</summary>
    public JsonTypeInfo<CancelTaskRequest> CancelTaskRequest => A2AJson.TypeInfo<CancelTaskRequest>();

    /// <summary>Contract of <see cref="Protocol.SubscribeToTaskRequest"/>.</summary>
    public JsonTypeInfo<SubscribeToTaskRequest> SubscribeToTaskRequest => A2AJson.TypeInfo<SubscribeToTaskRequest>();

    /// <summary>Contract of the details of an error.</summary>
    public JsonTypeInfo<IReadOnlyList<ErrorDetail>> ErrorDetails => A2AJson.TypeInfo<IReadOnlyList<ErrorDetail>>();
}
