using System.Text.Json.Nodes;

namespace CodexA2A.EndToEnd.Harness;

/// <summary>What a stream must be, whatever it is about: checked on every stream that a test collects.</summary>
internal static class Ledger
{
    /// <summary>Ids dense and ascending, one first Task, artifacts closed before the end, nothing behind the terminal status.</summary>
    public static void Check(IReadOnlyList<(string? Id, StreamResponse Event)> events)
    {
        Assert.NotEmpty(events);
        Assert.NotNull(events[0].Event.Task);
        Assert.All(events.Skip(1), e => Assert.Null(e.Event.Task));
        var sequence = 0L;
        foreach (var (id, _) in events)
        {
            Assert.NotNull(id);
            var seq = long.Parse(id.Split('-')[1], System.Globalization.CultureInfo.InvariantCulture);
            Assert.True(seq > sequence, $"{id} came after {sequence}");
            sequence = seq;
        }

        var open = new HashSet<string>();
        for (var i = 0; i < events.Count; i++)
        {
            if (events[i].Event.ArtifactUpdate is { } update)
            {
                _ = update.LastChunk ? open.Remove(update.Artifact.ArtifactId) : open.Add(update.Artifact.ArtifactId);
            }

            if (events[i].Event.StatusUpdate?.Status.State.IsTerminal == true)
            {
                Assert.Equal(events.Count - 1, i);
                Assert.Empty(open);
            }
        }
    }

    /// <summary>The task that the events make, folded as a client would.</summary>
    public static AgentTask Fold(IReadOnlyList<(string? Id, StreamResponse Event)> events) =>
        events.Aggregate<(string?, StreamResponse), AgentTask?>(null, (task, e) => TaskProjection.Apply(task, e.Item2))!;

    /// <summary>The text of the artifacts with this name, joined.</summary>
    public static string Text(AgentTask task, string name = "answer") =>
        string.Concat((task.Artifacts ?? []).Where(artifact => artifact.Name == name).SelectMany(artifact => artifact.Parts).Select(part => part.Text));

    /// <summary>The log, read from its beginning, has the very events that a client got, in their order: none lost, none twice.</summary>
    public static async Task AssertLogAsync(
        A2AHttp client, string taskId, IReadOnlyList<(string? Id, StreamResponse Event)> got, CancellationToken cancellationToken)
    {
        var all = new List<string?>();
        await foreach (var (id, _) in client.StreamAsync("SubscribeToTask", new JsonObject { ["id"] = taskId }, cancellationToken, "0-1"))
        {
            all.Add(id);
        }

        Assert.Equal(all, got.Select(e => e.Id).SkipWhile(id => id == "0-1"));
    }
}
