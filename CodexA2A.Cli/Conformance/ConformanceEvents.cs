using System.Text.Json.Nodes;
using CodexA2A.Tasks;

namespace CodexA2A.Cli.Conformance;

/// <summary>Writes what the script says as events of a task.</summary>
internal sealed class ConformanceEvents(string taskId, string contextId, DateTimeOffset now)
{
    private const string ArtifactId = "result-1";

    /// <summary>The event of a step.</summary>
    /// <param name="step">The step.</param>
    /// <param name="asked">The question that opens with an INPUT_REQUIRED.</param>
    public StreamResponse Of(ConformanceStep step, Interrupt? asked) => step switch
    {
        { State: { } state } => Status(state, step.Text is { } text ? Says(text) : null, state == TaskState.InputRequired ? asked : null),
        { Part: { } part } => StreamResponse.FromArtifactUpdate(new TaskArtifactUpdateEvent
        {
            TaskId = taskId,
            ContextId = contextId,
            Artifact = new Artifact { ArtifactId = ArtifactId, Name = "result", Parts = [part] },
            Append = step.Append,
            LastChunk = step.Last,
        }),
        _ => StreamResponse.FromMessage(Says(step.Text!)),
    };

    /// <summary>WORKING with the client's answer, which so comes into the task's history.</summary>
    public StreamResponse Answered(Message said) => Status(TaskState.Working, said with { TaskId = taskId, ContextId = contextId }, null);

    /// <summary>The question behind an INPUT_REQUIRED: any text answers it.</summary>
    public static Interrupt Ask(SessionLease lease, string taskId, DateTimeOffset now, TimeSpan open) => new()
    {
        Id = $"int_{Guid.NewGuid():N}",
        TaskId = taskId,
        ContextId = lease.ContextId,
        Owner = lease.Owner,
        Type = "question",
        Details = new JsonObject
        {
            ["display_message"] = "Input required",
            ["questions"] = new JsonArray(new JsonObject { ["id"] = "input", ["question"] = "Input required" }),
        },
        Epoch = lease.Epoch,
        AskedAt = now,
        Deadline = now + open,
    };

    private StreamResponse Status(TaskState state, Message? message, Interrupt? asked) => StreamResponse.FromStatusUpdate(new TaskStatusUpdateEvent
    {
        TaskId = taskId,
        ContextId = contextId,
        Status = new TaskStatus { State = state, Message = message, Timestamp = now },
        Metadata = asked is null ? null : new JsonObject
        {
            ["shared"] = new JsonObject
            {
                ["interrupt"] = new JsonObject
                {
                    ["request_id"] = asked.Id,
                    ["type"] = asked.Type,
                    ["phase"] = "asked",
                    ["details"] = asked.Details.DeepClone(),
                },
            },
        },
    });

    private Message Says(string text) => new()
    {
        MessageId = $"{Guid.CreateVersion7(now)}",
        Role = Role.Agent,
        TaskId = taskId,
        ContextId = contextId,
        Parts = [Part.FromText(text)],
    };
}
