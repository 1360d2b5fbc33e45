using System.Text.Json.Nodes;
using CodexA2A.Runner.Mapping.Artifacts;
using CodexA2A.Runner.Mapping.Outcomes;
using CodexA2A.Tasks;

namespace CodexA2A.Runner.Mapping.Watches;

/// <summary>
/// The events of a watch's task. All that it tells is one artifact, each event a part of it; after so many the artifact begins anew, so that
/// the task stays small. Whoever reads the stream misses none of them.
/// </summary>
internal sealed class WatchEvents(string taskId, string contextId, WatchTarget target, AgentTask task)
{
    private const string Name = "events";
    private const int Window = 64;

    private readonly TurnIdentity _identity = new(taskId, contextId, "", null, "");
    private readonly StatusEvents _status = new(task);
    private int _told;

    /// <summary>WORKING.</summary>
    public StreamResponse Begun(DateTimeOffset now) => _status.Create(
        _identity, new StatusContent(TaskState.Working, "The watch has begun. Subscribe to this task to read its events; it ends when nobody does.") { Codex = Codex(null) }, now);

    /// <summary>One event.</summary>
    public StreamResponse Told(JsonObject data)
    {
        var append = _told % Window != 0;
        _told++;
        return Artifact(data, append, last: false);
    }

    /// <summary>The end: the artifact closes, then the task.</summary>
    /// <param name="outcome">How it ends.</param>
    /// <param name="reason">Why, in one word.</param>
    /// <param name="now">The time.</param>
    public IReadOnlyList<StreamResponse> Ended(TurnOutcome outcome, string reason, DateTimeOffset now)
    {
        var codex = Codex(reason);
        if (outcome.Error is { } error)
        {
            codex["error"] = error.ToJson();
        }

        var status = _status.Create(_identity, new StatusContent(outcome.State, outcome.Message) { Codex = codex }, now);
        return _told > 0 || task.Artifacts is { Count: > 0 } ? [Artifact(WatchedEvent.Ended(reason), append: true, last: true), status] : [status];
    }

    private JsonObject Codex(string? reason)
    {
        var watch = new JsonObject
        {
            ["events"] = new JsonArray([.. target.Events.Select(name => (JsonNode)name)]),
        };
        if (target.Kind == WatchTarget.Threads)
        {
            watch["thread_ids"] = target.ThreadIds is { } ids ? new JsonArray([.. ids.Select(id => (JsonNode)id)]) : null;
        }

        if (reason is not null)
        {
            watch["owner_status"] = "released";
            watch["release_reason"] = reason;
        }

        return new JsonObject { [target.Kind] = watch };
    }

    private StreamResponse Artifact(JsonObject data, bool append, bool last) => StreamResponse.FromArtifactUpdate(new TaskArtifactUpdateEvent
    {
        TaskId = taskId,
        ContextId = contextId,
        Artifact = new Artifact
        {
            ArtifactId = $"{Name}-1",
            Name = Name,
            Parts = [Part.FromData(data, "application/json")],
            Metadata = new JsonObject
            {
                ["shared"] = new JsonObject
                {
                    ["stream"] = new JsonObject
                    {
                        ["block_type"] = BlockTypes.ToolCall,
                        ["source"] = "codex.watch",
                        ["message_id"] = $"{taskId}:{contextId}:assistant",
                        ["role"] = "assistant",
                    },
                },
                ["codex"] = new JsonObject { ["state"] = last ? ArtifactStates.Done : ArtifactStates.Open },
            },
        },
        Append = append,
        LastChunk = last,
    });
}
