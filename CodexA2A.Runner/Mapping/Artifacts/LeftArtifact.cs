using System.Text.Json.Nodes;
using CodexA2A.Runner.Mapping.Text;

namespace CodexA2A.Runner.Mapping.Artifacts;

/// <summary>An artifact as an earlier runner left it in the task, read back from its metadata.</summary>
internal sealed record LeftArtifact(Artifact Artifact, string Kind)
{
    /// <summary>Nothing said that it is done.</summary>
    public bool IsOpen { get; private init; }

    /// <summary>It was taken back.</summary>
    public bool IsWithdrawn { get; private init; }

    /// <summary>It was taken back because it was said again.</summary>
    public bool IsRepeated { get; private init; }

    /// <summary>Codex's item.</summary>
    public string? ItemId { get; private init; }

    /// <summary>Codex's turn.</summary>
    public string? TurnId { get; private init; }

    /// <summary>The thread of the sub-agent that it is of; null when it is the turn's own.</summary>
    public string? ThreadId { get; private init; }

    /// <summary>Of reasoning: summary or raw.</summary>
    public string? Format { get; private init; }

    /// <summary>Reads it; an artifact that is not of our making counts as done.</summary>
    public static LeftArtifact Read(Artifact artifact)
    {
        var codex = artifact.Metadata?["codex"] as JsonObject;
        var dash = artifact.ArtifactId.LastIndexOf('-');
        return new LeftArtifact(artifact, dash > 0 ? artifact.ArtifactId[..dash] : artifact.ArtifactId)
        {
            IsOpen = Text(codex, "state") == ArtifactStates.Open,
            IsWithdrawn = Flag(codex, "withdrawn"),
            IsRepeated = Flag(codex, "repeated"),
            ItemId = Text(codex, "item_id"),
            TurnId = Text(codex, "turn_id"),
            Format = Text(codex, "format"),
            ThreadId = Text(codex, "thread_id"),
        };
    }

    /// <summary>Goes on with it: open again, to be ended or closed. Text counts as void, because its model stream is gone.</summary>
    public LiveArtifact Resume(TurnArtifacts turn)
    {
        var frame = new ArtifactFrame(turn.Identity, Artifact.ArtifactId, Kind, BlockType, ItemId)
        {
            TurnId = TurnId,
            Extras = [.. Extra("format", Format), .. Extra("thread_id", ThreadId)],
        };
        if (Kind == ArtifactKinds.Tool)
        {
            var tool = new ToolArtifact(frame);
            tool.Resume(turn, ToolState());
            return tool;
        }

        if (ItemId is null)
        {
            var document = new DocumentArtifact(frame);
            turn.Begin(document);
            return document;
        }

        var text = new TextArtifact(frame);
        text.Resume(turn, Text());
        text.Doubt();
        return text;
    }

    /// <summary>The text so far.</summary>
    public string Text() => string.Concat(Artifact.Parts.Select(part => part.Text));

    /// <summary>How a tool stood, with the output that was streamed of it.</summary>
    public ToolState ToolState()
    {
        JsonObject? state = null;
        var output = new BoundedOutput();
        foreach (var part in Artifact.Parts)
        {
            state = ToolPayload.StateOf(part) ?? state;
            output.Append(ToolPayload.OutputDelta(part) ?? "");
        }

        var result = (state?["output"] as JsonObject)?.DeepClone() as JsonObject;
        if (!output.IsEmpty)
        {
            var before = Text(result, "text");
            result ??= [];
            ToolOutputs.SetText(result, before is null ? output.ToBoundedText() : Joined(before, output.ToBoundedText()));
        }

        return new ToolState(Text(state, "source_method") ?? "unknown", Text(state, "tool") ?? "unknown", ToolStatuses.Running)
        {
            Title = Text(state, "title"),
            Input = state?["input"]?.DeepClone() as JsonObject,
            Output = result,
        };
    }

    private static BoundedText Joined(string before, BoundedText after)
    {
        var joined = BoundedText.FirstAndLast(before + after.Text, Streams.EventSizes.ToolOutput);
        return joined with { TruncatedBytes = joined.TruncatedBytes + after.TruncatedBytes };
    }

    private string BlockType => Kind switch
    {
        ArtifactKinds.Reasoning => BlockTypes.Reasoning,
        ArtifactKinds.Tool => BlockTypes.ToolCall,
        _ => BlockTypes.Text,
    };

    private static IEnumerable<KeyValuePair<string, JsonNode?>> Extra(string name, string? value) => value is null ? [] : [new(name, value)];

    private static bool Flag(JsonObject? json, string name) => json?[name] is JsonValue value && value.TryGetValue(out bool flag) && flag;

    private static string? Text(JsonObject? json, string name) =>
        json?[name] is JsonValue value && value.TryGetValue(out string? text) ? text : null;
}
