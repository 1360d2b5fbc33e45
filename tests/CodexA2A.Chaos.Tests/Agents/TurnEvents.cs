using System.Globalization;
using CodexA2A.Tasks;

namespace CodexA2A.Chaos.Tests.Agents;

/// <summary>The events of an agent's turn, and what a log says of them afterwards.</summary>
internal static class TurnEvents
{
    public const string Answer = "answer-1";
    public const string Tool = "tool-1";
    public const string ToolBegun = "begun";
    public const string ToolEnded = "ended";
    public const string OutcomeUnknown = "TURN_OUTCOME_UNKNOWN";
    public const string TakenOverTooOften = "TAKEN_OVER_TOO_OFTEN";

    /// <summary>A status; with words for people.</summary>
    public static StreamResponse Status(TaskWriter writer, TaskState state, string? words = null) => StreamResponse.FromStatusUpdate(new TaskStatusUpdateEvent
    {
        TaskId = writer.TaskId,
        ContextId = writer.ContextId,
        Status = new TaskStatus
        {
            State = state,
            Timestamp = TimeProvider.System.GetUtcNow(),
            Message = words is null ? null : new Message
            {
                MessageId = Guid.NewGuid().ToString("N"),
                Role = Role.Agent,
                TaskId = writer.TaskId,
                ContextId = writer.ContextId,
                Parts = [Part.FromText(words)],
            },
        },
    });

    /// <summary>One chunk of the answer; the first one begins it, also a second time.</summary>
    public static StreamResponse Chunk(TaskWriter writer, int chunk) => Artifact(writer, Answer, Text(chunk), append: chunk > 0);

    /// <summary>An artifact, or more of it.</summary>
    public static StreamResponse Artifact(TaskWriter writer, string id, string text, bool append) => StreamResponse.FromArtifactUpdate(new TaskArtifactUpdateEvent
    {
        TaskId = writer.TaskId,
        ContextId = writer.ContextId,
        Append = append,
        Artifact = new Artifact { ArtifactId = id, Parts = [Part.FromText(text)] },
    });

    /// <summary>The whole answer of so many chunks.</summary>
    public static string WholeAnswer(int chunks) => string.Concat(Enumerable.Range(0, chunks).Select(Text));

    /// <summary>How many chunks of the answer there are.</summary>
    public static int ChunksOf(AgentTask task) => TextOf(task, Answer)?.Count(c => c == ' ') ?? 0;

    /// <summary>The text of an artifact; null when there is none.</summary>
    public static string? TextOf(AgentTask task, string id) =>
        task.Artifacts?.FirstOrDefault(artifact => artifact.ArtifactId == id) is { } found ? string.Concat(found.Parts.Select(part => part.Text)) : null;

    private static string Text(int chunk) => string.Create(CultureInfo.InvariantCulture, $"{chunk} ");
}
