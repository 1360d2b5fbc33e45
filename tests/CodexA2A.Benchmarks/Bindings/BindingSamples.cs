using CodexA2A.Api.Handling;
using CodexA2A.Benchmarks.Harness;
using CodexA2A.Protocol.Json;
using CodexA2A.Tasks;

namespace CodexA2A.Benchmarks.Bindings;

/// <summary>Events of a recorded turn of the real Codex, as the log stores them and hands them to every binding.</summary>
internal static class BindingSamples
{
    /// <summary>The kinds of event that a stream is made of.</summary>
    public const string Status = "status", Text = "text", Tool = "tool", WholeTask = "task";

    /// <summary>The event of a kind, stored.</summary>
    public static StreamItem Item(string kind)
    {
        var id = new EventId(1_795_364_912_827, 42);
        var turn = Turn();
        var found = kind switch
        {
            Status => turn.First(e => e.StatusUpdate is not null),
            Text => turn.First(e => e.ArtifactUpdate?.Artifact is { Name: "commentary" } artifact && artifact.Parts[0].Text is { Length: > 0 }),
            Tool => turn.Where(e => e.ArtifactUpdate?.Artifact.Name == "tool").MaxBy(e => A2AJson.Serialize(e).Length)!,
            WholeTask => StreamResponse.FromTask(Fold(turn)),
            _ => throw new ArgumentException($"There is no event {kind}.", nameof(kind)),
        };
        return new StreamItem(id, Payload.Raw(A2AJson.Serialize(StreamStamp.Apply(found, id))), DateTimeOffset.UnixEpoch);
    }

    private static List<StreamResponse> Turn() =>
    [
        .. File.ReadLines(Path.Combine(Places.Root, "tests", "fixtures", "app-server", "demo.expected.jsonl"))
            .Select(line => A2AJson.Deserialize<StreamResponse>(System.Text.Encoding.UTF8.GetBytes(line))),
    ];

    private static AgentTask Fold(List<StreamResponse> turn)
    {
        var status = turn.First(e => e.StatusUpdate is not null).StatusUpdate!;
        var fold = new TaskFold(new AgentTask { Id = status.TaskId, ContextId = status.ContextId, Status = status.Status });
        turn.ForEach(fold.Apply);
        return fold.Task!;
    }
}
