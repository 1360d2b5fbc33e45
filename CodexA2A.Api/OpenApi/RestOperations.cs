using System.Text.Json.Nodes;
using CodexA2A.Api.Rest;

namespace CodexA2A.Api.OpenApi;

/// <summary>The operations of the HTTP+JSON binding (A2A 1.0, chapter 11). A test holds them against the routes that are mapped.</summary>
internal static class RestOperations
{
    /// <summary>A task id that looks like one.</summary>
    public const string TaskIdExample = "p42-01a21867-cdb3-7964-aa41-b950e5965ee0";

    /// <summary>An id of a webhook.</summary>
    public const string ConfigIdExample = "my-webhook";

    private const string Task = "/tasks/{id}";
    private const string Configs = Task + "/pushNotificationConfigs";
    private const string Config = Configs + "/{configId}";

    private static readonly (string, string, string) Key =
        (Headers.IdempotencyKey, "The same key of the same caller is the same task, however often the send is repeated.", "order-66-try-1");

    private static readonly (string, string, string) Cursor =
        (Headers.LastEventId, "Go on after this event, without a snapshot, also of an ended task while its log lives.", "0-1");

    /// <summary>Every operation.</summary>
    public static IReadOnlyList<RestOperation> All { get; } =
    [
        new("post", "/message:send", Methods.SendMessage, "Sends a message; answers when its turn has ended or asks something.")
        {
            Body = typeof(SendMessageRequest), Result = typeof(SendMessageResponse), Header = Key, BodyExample = Send(immediately: true),
        },
        new("post", "/message:stream", Methods.SendStreamingMessage, "Sends a message; streams the task and its events.")
        {
            Body = typeof(SendMessageRequest), Result = typeof(StreamResponse), Streams = true, Header = Key, BodyExample = Send(immediately: false),
        },
        new("get", "/tasks", Methods.ListTasks, "Lists the caller's tasks, newest status first.")
        {
            Query = typeof(ListTasksRequest), QueryNames = RestQuery.ListTasks, Result = typeof(ListTasksResponse),
            QueryExamples = new Dictionary<string, JsonNode> { ["status"] = "TASK_STATE_COMPLETED", ["pageSize"] = 10, ["includeArtifacts"] = true, ["historyLength"] = 1 },
        },
        new("get", Task, Methods.GetTask, "Reads a task.")
        {
            Query = typeof(GetTaskRequest), QueryNames = RestQuery.GetTask, Result = typeof(AgentTask), QueryExamples = new Dictionary<string, JsonNode> { ["historyLength"] = 2 },
        },
        new("post", Task + ":cancel", Methods.CancelTask, "Cancels a task.")
        {
            Body = typeof(CancelTaskRequest), IsBodyOptional = true, Result = typeof(AgentTask),
            BodyExample = new JsonObject { ["metadata"] = new JsonObject { ["reason"] = "not needed any more" } },
        },
        new("post", Task + ":subscribe", Methods.SubscribeToTask, "Streams a task: as it is, then its events.")
        {
            Query = typeof(SubscribeToTaskRequest), QueryNames = RestQuery.Tenant, Result = typeof(StreamResponse), Streams = true, Header = Cursor,
        },
        new("get", Task + ":subscribe", Methods.SubscribeToTask, "The same, for clients that stream by GET.")
        {
            Id = Methods.SubscribeToTask + "ByGet",
            Query = typeof(SubscribeToTaskRequest), QueryNames = RestQuery.Tenant, Result = typeof(StreamResponse), Streams = true, Header = Cursor,
        },
        new("get", "/extendedAgentCard", Methods.GetExtendedAgentCard, "The card for authenticated callers.") { Result = typeof(AgentCard) },
        new("post", Configs, Methods.CreateTaskPushNotificationConfig, "Creates a webhook of a task, or replaces the one with the same id.")
        {
            Body = typeof(TaskPushNotificationConfig), Result = typeof(TaskPushNotificationConfig),
            BodyExample = new JsonObject { ["id"] = ConfigIdExample, ["url"] = "https://client.example.org/a2a-events", ["token"] = "what-the-receiver-checks" },
        },
        new("get", Configs, Methods.ListTaskPushNotificationConfigs, "Lists the webhooks of a task.")
        {
            Query = typeof(ListTaskPushNotificationConfigsRequest), QueryNames = RestQuery.ListConfigs, Result = typeof(ListTaskPushNotificationConfigsResponse),
            QueryExamples = new Dictionary<string, JsonNode> { ["pageSize"] = 10 },
        },
        new("get", Config, Methods.GetTaskPushNotificationConfig, "Reads a webhook of a task.")
        {
            Query = typeof(GetTaskPushNotificationConfigRequest), QueryNames = RestQuery.Tenant, Result = typeof(TaskPushNotificationConfig),
        },
        new("delete", Config, Methods.DeleteTaskPushNotificationConfig, "Deletes a webhook of a task.")
        {
            Query = typeof(DeleteTaskPushNotificationConfigRequest), QueryNames = RestQuery.Tenant,
        },
    ];

    private static JsonObject Send(bool immediately)
    {
        var request = new JsonObject
        {
            ["message"] = new JsonObject
            {
                ["messageId"] = "9229e770-767c-417b-a0b0-f0741243c589",
                ["role"] = "ROLE_USER",
                ["parts"] = new JsonArray(new JsonObject { ["text"] = "What does this repository do?" }),
            },
        };
        if (immediately) request["configuration"] = new JsonObject { ["returnImmediately"] = true };
        return request;
    }
}
