using System.Text.Json.Nodes;

namespace CodexA2A.Cli.Tests.Client;

/// <summary>Events of a task for tests.</summary>
internal static class Events
{
    public const string TaskId = "p00-task";

    public static StreamResponse Task(TaskState state) => StreamResponse.FromTask(new AgentTask
    {
        Id = TaskId,
        ContextId = "c1",
        Status = new TaskStatus { State = state },
    });

    public static StreamResponse Status(TaskState state, string? text = null, JsonObject? shared = null) =>
        StreamResponse.FromStatusUpdate(new TaskStatusUpdateEvent
        {
            TaskId = TaskId,
            ContextId = "c1",
            Status = new TaskStatus { State = state, Message = text is null ? null : Says(text) },
            Metadata = shared is null ? null : new JsonObject { ["shared"] = shared },
        });

    public static StreamResponse Text(string text, string name = "answer", bool append = true, bool last = false) =>
        StreamResponse.FromArtifactUpdate(new TaskArtifactUpdateEvent
        {
            TaskId = TaskId,
            ContextId = "c1",
            Artifact = new Artifact { ArtifactId = $"{name}-1", Name = name, Parts = [Part.FromText(text)] },
            Append = append,
            LastChunk = last,
        });

    public static StreamResponse Asks(string id, string type = "permission", JsonObject? details = null) =>
        Status(TaskState.InputRequired, "May I?", new JsonObject
        {
            ["interrupt"] = new JsonObject { ["request_id"] = id, ["type"] = type, ["phase"] = "asked", ["details"] = details ?? [] },
        });

    public static string Key(StreamResponse e) => e.StatusUpdate is { } status ? status.Status.State.ToString()
        : e.Task is { } task ? $"task {task.Status.State}"
        : e.ArtifactUpdate?.Artifact.Parts[0].Text ?? "message";

    private static Message Says(string text) => new() { MessageId = "m", Role = Role.Agent, Parts = [Part.FromText(text)] };
}
