using System.Text.Json.Nodes;

namespace CodexA2A.Protocol.Tests;

/// <summary>Short ways to tasks and events.</summary>
internal static class Make
{
    public static AgentTask Task(string? said = null) => new() { Id = "t", ContextId = "c", Status = Status(TaskState.Submitted, said) };

    public static TaskStatus Status(TaskState state, string? said = null, string? id = null) =>
        new() { State = state, Message = said is null ? null : Message(id ?? said, said) };

    public static Message Message(string id, string text) => new() { MessageId = id, Role = Role.Agent, Parts = [Part.FromText(text)] };

    public static StreamResponse State(TaskState state, string? said = null, string? id = null, JsonObject? metadata = null) =>
        StreamResponse.FromStatusUpdate(new() { TaskId = "t", ContextId = "c", Status = Status(state, said, id), Metadata = metadata });

    public static StreamResponse Append(string id, params Part[] parts) => Update(id, true, parts);

    public static StreamResponse Replace(string id, params Part[] parts) => Update(id, false, parts);

    public static StreamResponse Update(Artifact artifact, bool append, bool last = false) =>
        StreamResponse.FromArtifactUpdate(new() { TaskId = "t", ContextId = "c", Artifact = artifact, Append = append, LastChunk = last });

    public static JsonObject Object(string json) => (JsonObject)JsonNode.Parse(json)!;

    /// <summary>The parts of an artifact, short.</summary>
    public static string Parts(AgentTask task, string id) =>
        string.Join("|", task.Artifacts!.Single(artifact => artifact.ArtifactId == id).Parts.Select(part => part.Text ?? part.Url ?? part.Data?.GetRawText()));

    private static StreamResponse Update(string id, bool append, Part[] parts) => Update(new Artifact { ArtifactId = id, Parts = parts }, append);
}
