namespace CodexA2A.Cli.Client;

/// <summary>One event of a stream as it came in.</summary>
/// <param name="Id">The SSE id, to go on after it; null where the agent sends none.</param>
/// <param name="Event">The event.</param>
/// <param name="Json">Its JSON, without the envelope.</param>
internal sealed record ReceivedEvent(string? Id, StreamResponse Event, string Json)
{
    /// <summary>An event that was put together here, from an answer that was no stream.</summary>
    public static ReceivedEvent Of(AgentTask task) =>
        new(null, StreamResponse.FromTask(task), System.Text.Encoding.UTF8.GetString(Protocol.Json.A2AJson.Serialize(StreamResponse.FromTask(task))));

    /// <summary>The task it is about; null for a direct answer.</summary>
    public string? TaskId => Event.Task?.Id ?? Event.StatusUpdate?.TaskId ?? Event.ArtifactUpdate?.TaskId;

    /// <summary>The state that it sets; null when it sets none.</summary>
    public TaskState? State => Event.Task?.Status.State ?? Event.StatusUpdate?.Status.State;
}
