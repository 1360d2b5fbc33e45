using System.Text.Json.Nodes;
using CodexA2A.Protocol.Json;
using CodexA2A.Runner.AppServer;
using CodexA2A.Runner.Mapping;
using CodexA2A.Tasks;
using EventId = CodexA2A.Tasks.EventId;

namespace CodexA2A.Runner.Tests.Mapping;

/// <summary>A mapper that plays notifications, and everything that came out of it.</summary>
internal sealed class Played
{
    private readonly AgentTask _start;
    private readonly List<MappedEvent> _events = [];

    public Played(AgentTask? existing = null, TurnIdentity? identity = null)
    {
        _start = existing ?? Codex.Task;
        Mapper = new TurnEventMapper(identity ?? Codex.Identity, existing);
    }

    public TurnEventMapper Mapper { get; }

    public IReadOnlyList<MappedEvent> Events => _events;

    public AgentTask Task => Fold(_start, _events.Select(e => e.Event));

    public Played Play(params IEnumerable<Notification> notifications)
    {
        foreach (var n in notifications)
        {
            Add(Mapper.Map(n, Codex.Now));
        }

        return this;
    }

    public Played Add(IReadOnlyList<MappedEvent> events)
    {
        _events.AddRange(events);
        return this;
    }

    public Played Finish(TurnOutcome? outcome = null) => Add(Mapper.Finish(outcome ?? TurnOutcome.Completed, Codex.Now));

    public Artifact Artifact(string id) => Task.Artifacts!.Single(artifact => artifact.ArtifactId == id);

    public string Text(string id) => string.Concat(Artifact(id).Parts.Select(part => part.Text));

    public JsonObject State(string id) => JsonObject.Create(Artifact(id).Parts.Single().Data!.Value)!;

    public JsonObject CodexOf(string id) => (JsonObject)Artifact(id).Metadata!["codex"]!;

    public IEnumerable<TaskArtifactUpdateEvent> Updates(string id) =>
        _events.Select(e => e.Event.ArtifactUpdate).OfType<TaskArtifactUpdateEvent>().Where(update => update.Artifact.ArtifactId == id);

    public IEnumerable<TaskStatusUpdateEvent> Statuses => _events.Select(e => e.Event.StatusUpdate).OfType<TaskStatusUpdateEvent>();

    public string Ids => string.Join(' ', (Task.Artifacts ?? []).Select(artifact => artifact.ArtifactId));

    public static AgentTask Fold(AgentTask start, IEnumerable<StreamResponse> events)
    {
        var fold = new TaskFold(start);
        var seq = 1;
        foreach (var e in events)
        {
            fold.Apply(StreamStamp.Apply(e, new EventId(1, ++seq)));
        }

        // As a reader has it: through the wire.
        return A2AJson.Deserialize<AgentTask>(A2AJson.Serialize(fold.Task!));
    }
}
