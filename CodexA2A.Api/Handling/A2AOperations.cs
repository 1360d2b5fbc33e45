namespace CodexA2A.Api.Handling;

/// <summary>The operations of A2A that every binding calls; the checks live in them, not in the bindings.</summary>
internal sealed record A2AOperations(
    SendMessageOperation Send,
    SendStreamingMessageOperation Stream,
    GetTaskOperation Get,
    ListTasksOperation List,
    CancelTaskOperation Cancel,
    SubscribeToTaskOperation Subscribe,
    PushConfigOperations Push);
