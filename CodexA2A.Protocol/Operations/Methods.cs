namespace CodexA2A.Protocol;

/// <summary>Names of the operations: JSON-RPC methods and gRPC methods alike (A2A 1.0, 9.4 and 10.4).</summary>
public static class Methods
{
    /// <summary>Send a message, answer when the task ends or waits.</summary>
    public const string SendMessage = "SendMessage";

    /// <summary>Send a message, stream the events.</summary>
    public const string SendStreamingMessage = "SendStreamingMessage";

    /// <summary>Read a task.</summary>
    public const string GetTask = "GetTask";

    /// <summary>List tasks.</summary>
    public const string ListTasks = "ListTasks";

    /// <summary>Cancel a task.</summary>
    public const string CancelTask = "CancelTask";

    /// <summary>Stream the events of a task that exists.</summary>
    public const string SubscribeToTask = "SubscribeToTask";

    /// <summary>Create or replace a webhook of a task.</summary>
    public const string CreateTaskPushNotificationConfig = "CreateTaskPushNotificationConfig";

    /// <summary>Read a webhook of a task.</summary>
    public const string GetTaskPushNotificationConfig = "GetTaskPushNotificationConfig";

    /// <summary>List the webhooks of a task.</summary>
    public const string ListTaskPushNotificationConfigs = "ListTaskPushNotificationConfigs";

    /// <summary>Delete a webhook of a task.</summary>
    public const string DeleteTaskPushNotificationConfig = "DeleteTaskPushNotificationConfig";

    /// <summary>Read the card for authenticated callers.</summary>
    public const string GetExtendedAgentCard = "GetExtendedAgentCard";

    /// <summary>Every method, in the order of the specification.</summary>
    public static IReadOnlyList<string> All { get; } =
    [
        SendMessage, SendStreamingMessage, GetTask, ListTasks, CancelTask, SubscribeToTask, CreateTaskPushNotificationConfig, GetTaskPushNotificationConfig,
        ListTaskPushNotificationConfigs, DeleteTaskPushNotificationConfig, GetExtendedAgentCard,
    ];
}
