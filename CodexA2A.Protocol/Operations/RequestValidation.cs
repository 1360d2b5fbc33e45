namespace CodexA2A.Protocol;

/// <summary>What every request must have before anybody acts on it, whatever binding it came by (A2A 1.0, 5.7). Pure; each failure is InvalidParams and names the member.</summary>
public static class RequestValidation
{
    /// <summary>Longest contextId a client may choose.</summary>
    public const int MaxContextIdLength = 128;

    /// <summary>Largest page of ListTasks.</summary>
    public const int MaxPageSize = 100;

    /// <summary>Checks SendMessage and SendStreamingMessage.</summary>
    /// <exception cref="A2AException">InvalidParams.</exception>
    public static void Check(SendMessageRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        Check(request.Message, "message");
        if (request.Configuration is not { } configuration) return;
        NotNegative(configuration.HistoryLength, "configuration.historyLength");
        if (configuration.TaskPushNotificationConfig is { } push) Webhook(push, "configuration.taskPushNotificationConfig.");
    }

    /// <summary>Checks GetTask.</summary>
    /// <exception cref="A2AException">InvalidParams.</exception>
    public static void Check(GetTaskRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        Given(request.Id, "id");
        NotNegative(request.HistoryLength, "historyLength");
    }

    /// <summary>Checks ListTasks.</summary>
    /// <exception cref="A2AException">InvalidParams.</exception>
    public static void Check(ListTasksRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        if (request.PageSize is < 1 or > MaxPageSize) throw A2AException.InvalidParams("pageSize", $"must be between 1 and {MaxPageSize}");
        NotNegative(request.HistoryLength, "historyLength");
    }

    /// <summary>Checks CancelTask.</summary>
    /// <exception cref="A2AException">InvalidParams.</exception>
    public static void Check(CancelTaskRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        Given(request.Id, "id");
    }

    /// <summary>Checks SubscribeToTask.</summary>
    /// <exception cref="A2AException">InvalidParams.</exception>
    public static void Check(SubscribeToTaskRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        Given(request.Id, "id");
    }

    /// <summary>Checks CreateTaskPushNotificationConfig.</summary>
    /// <exception cref="A2AException">InvalidParams.</exception>
    public static void Check(TaskPushNotificationConfig request)
    {
        ArgumentNullException.ThrowIfNull(request);
        Given(request.TaskId, "taskId");
        Webhook(request, "");
    }

    /// <summary>Checks GetTaskPushNotificationConfig.</summary>
    /// <exception cref="A2AException">InvalidParams.</exception>
    public static void Check(GetTaskPushNotificationConfigRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        Given(request.TaskId, "taskId");
        Given(request.Id, "id");
    }

    /// <summary>Checks DeleteTaskPushNotificationConfig.</summary>
    /// <exception cref="A2AException">InvalidParams.</exception>
    public static void Check(DeleteTaskPushNotificationConfigRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        Given(request.TaskId, "taskId");
        Given(request.Id, "id");
    }

    /// <summary>Checks ListTaskPushNotificationConfigs.</summary>
    /// <exception cref="A2AException">InvalidParams.</exception>
    public static void Check(ListTaskPushNotificationConfigsRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        Given(request.TaskId, "taskId");
        NotNegative(request.PageSize, "pageSize");
    }

    private static void Check(Message? message, string field)
    {
        if (message is null) throw A2AException.InvalidParams(field, "is required");
        Given(message.MessageId, $"{field}.messageId");
        if (message.Role is not (Role.User or Role.Agent)) throw A2AException.InvalidParams($"{field}.role", "must be ROLE_USER or ROLE_AGENT");
        if (message.ContextId is { } contextId && !IsContextId(contextId))
            throw A2AException.InvalidParams($"{field}.contextId", $"must be 1 to {MaxContextIdLength} visible ASCII characters");
        if (message.Parts.Count == 0) throw A2AException.InvalidParams($"{field}.parts", "must have at least one part");
        for (var i = 0; i < message.Parts.Count; i++)
        {
            if (message.Parts[i] is not { ContentCase: not PartContentCase.None })
                throw A2AException.InvalidParams($"{field}.parts[{i}]", "must have exactly one of text, raw, url, data");
        }
    }

    /// <summary>Empty is unset in ProtoJSON, so only what is there is judged.</summary>
    private static bool IsContextId(string id) => id.Length <= MaxContextIdLength && !id.AsSpan().ContainsAnyExceptInRange('!', '~');

    private static void Webhook(TaskPushNotificationConfig config, string prefix)
    {
        Given(config.Url, prefix + "url");
        if (config.Authentication is { } authentication) Given(authentication.Scheme, prefix + "authentication.scheme");
    }

    private static void Given(string? value, string field)
    {
        if (string.IsNullOrEmpty(value)) throw A2AException.InvalidParams(field, "is required");
    }

    private static void NotNegative(int? value, string field)
    {
        if (value is < 0) throw A2AException.InvalidParams(field, "must not be negative");
    }
}
