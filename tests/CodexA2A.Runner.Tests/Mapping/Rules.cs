using CodexA2A.Protocol.Json;

namespace CodexA2A.Runner.Tests.Mapping;

/// <summary>What is true of every finished turn (contracts.md §2, §3).</summary>
internal static class Rules
{
    private const int MaxEvent = 256 * 1024;

    public static void Hold(AgentTask start, IReadOnlyList<StreamResponse> events)
    {
        var terminal = events.Select((e, i) => (e, i)).Where(x => x.e.StatusUpdate?.Status.State.IsTerminal == true).Select(x => x.i).ToList();
        Assert.Equal([events.Count - 1], terminal);

        var before = (start.Artifacts ?? []).Select(artifact => artifact.ArtifactId).ToHashSet();
        var open = new HashSet<string>((start.Artifacts ?? []).Where(IsOpen).Select(artifact => artifact.ArtifactId));
        var known = new HashSet<string>(before);
        foreach (var e in events)
        {
            Assert.True(A2AJson.Serialize(e).Length <= MaxEvent);
            if (e.ArtifactUpdate is not { } update)
            {
                continue;
            }

            var id = update.Artifact.ArtifactId;
            var first = known.Add(id);
            Assert.Equal(id[..id.LastIndexOf('-')], update.Artifact.Name);
            Assert.True(!first || !update.Append, $"{id} begins with append");
            Assert.True(first || open.Contains(id) || Withdrawn(update.Artifact), $"{id} goes on after its end");
            Assert.True(update.Artifact.Parts.Count >= 1);
            Assert.NotNull(update.Artifact.Metadata?["shared"]?["stream"]?["block_type"]);
            if (first || update.LastChunk || !update.Append)
            {
                Assert.Equal(update.LastChunk ? "done" : "open", (string?)update.Artifact.Metadata?["codex"]?["state"]);
            }

            _ = update.LastChunk ? open.Remove(id) : open.Add(id);
        }

        Assert.Empty(open);
        Dense(known);
        var task = Played.Fold(start, events);
        Assert.All(task.Artifacts ?? [], artifact => Assert.False(IsOpen(artifact), artifact.ArtifactId));
    }

    private static bool IsOpen(Artifact artifact) => (string?)artifact.Metadata?["codex"]?["state"] == "open";

    private static bool Withdrawn(Artifact artifact) => (bool?)artifact.Metadata?["codex"]?["withdrawn"] == true;

    private static void Dense(IEnumerable<string> ids)
    {
        foreach (var kind in ids.GroupBy(id => id[..id.LastIndexOf('-')]))
        {
            var numbers = kind.Select(id => int.Parse(id.AsSpan(id.LastIndexOf('-') + 1), System.Globalization.CultureInfo.InvariantCulture)).Order().ToList();
            Assert.Equal(Enumerable.Range(1, numbers.Count), numbers);
        }
    }
}
