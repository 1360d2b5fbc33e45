using System.Text.Json.Nodes;
using CodexA2A.Protocol.Json;

namespace CodexA2A.Protocol;

/// <summary>A task that is being made smaller, with its size kept up to date. Each step stops as soon as the task fits, and says whether it does.</summary>
internal sealed class TaskCutting(AgentTask task, long size, int maxBytes)
{
    /// <summary>Room for the two counters on the task.</summary>
    private const int MarkBytes = 128;

    private readonly List<Artifact> artifacts = [.. task.Artifacts ?? []];
    private readonly List<Message> history = [.. task.History ?? []];
    private int droppedArtifacts, droppedMessages;

    private bool Fits => size + (droppedArtifacts + droppedMessages > 0 ? MarkBytes : 0) <= maxBytes;

    /// <summary>Oldest first.</summary>
    internal bool ShrinkArtifacts(Func<string, bool> kinds, int cap)
    {
        for (var i = 0; i < artifacts.Count && !Fits; i++)
        {
            if (!kinds(Kind(artifacts[i]))) continue;
            var parts = PartCut.Shrink(artifacts[i].Parts, cap, out var cut);
            if (cut > 0) Take(artifacts, i, artifacts[i] with { Parts = parts, Metadata = CutMark.Add(artifacts[i].Metadata, CutMark.Bytes, cut) });
        }
        return Fits;
    }

    /// <summary>Oldest first.</summary>
    internal bool ShrinkHistory(int cap)
    {
        for (var i = 0; i < history.Count && !Fits; i++)
        {
            var parts = PartCut.Shrink(history[i].Parts, cap, out var cut);
            if (cut > 0) Take(history, i, history[i] with { Parts = parts, Metadata = CutMark.Add(history[i].Metadata, CutMark.Bytes, cut) });
        }
        return Fits;
    }

    /// <summary>Oldest first; but for the newest of each kind, whose number the next one follows, and those that are open, which somebody has to close.</summary>
    internal bool DropArtifacts(Func<string, bool> kinds)
    {
        var newest = artifacts.GroupBy(Kind, StringComparer.Ordinal).Select(kind => kind.Last()).ToHashSet(ReferenceEqualityComparer.Instance);
        droppedArtifacts += Drop(artifacts, artifact => kinds(Kind(artifact)) && !newest.Contains(artifact) && !IsOpen(artifact));
        return Fits;
    }

    /// <summary>Where nothing else helps, oldest first.</summary>
    internal bool DropAnyArtifacts()
    {
        droppedArtifacts += Drop(artifacts, _ => true);
        return Fits;
    }

    /// <summary>Oldest first.</summary>
    internal bool DropHistory()
    {
        droppedMessages += Drop(history, _ => true);
        return Fits;
    }

    internal AgentTask Result()
    {
        var metadata = task.Metadata;
        if (droppedArtifacts > 0) metadata = CutMark.Add(metadata, "truncated_artifacts", droppedArtifacts);
        if (droppedMessages > 0) metadata = CutMark.Add(metadata, "truncated_messages", droppedMessages);
        return task with { Artifacts = artifacts, History = history, Metadata = metadata };
    }

    /// <summary>An artifact's kind is what its id begins with: <c>tool-3</c>.</summary>
    private static string Kind(Artifact artifact) =>
        artifact.ArtifactId.LastIndexOf('-') is > 0 and var dash ? artifact.ArtifactId[..dash] : artifact.Name ?? "";

    private static bool IsOpen(Artifact artifact) =>
        artifact.Metadata?["codex"] is JsonObject codex && codex["state"] is JsonValue state && state.TryGetValue(out string? word) && word == "open";

    private void Take<T>(List<T> list, int index, T smaller)
    {
        size += JsonSize.Of(smaller) - JsonSize.Of(list[index]);
        list[index] = smaller;
    }

    private int Drop<T>(List<T> list, Func<T, bool> which)
    {
        // The counters need room as soon as anything goes, so the first drop is counted with it.
        var dropped = 0;
        var over = size + MarkBytes - maxBytes;
        list.RemoveAll(item =>
        {
            if (over <= 0 || !which(item)) return false;
            var bytes = JsonSize.Of(item) + 1;
            over -= bytes;
            size -= bytes;
            dropped++;
            return true;
        });
        return dropped;
    }
}
