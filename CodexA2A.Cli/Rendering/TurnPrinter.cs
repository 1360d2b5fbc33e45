using System.Globalization;
using System.Text.Json.Nodes;

namespace CodexA2A.Cli.Rendering;

/// <summary>
/// Prints the events of one task for a person, as they come: thoughts, remarks, commands with their output, patches, the answer.
/// Knows the artifact names of our service and shows the artifacts of any other agent as text.
/// </summary>
internal sealed class TurnPrinter(TerminalWriter output)
{
    private readonly Dictionary<string, ArtifactView> views = new(StringComparer.Ordinal);
    private ArtifactView? current;
    private string? taskId;
    private string? diff;

    /// <summary>The last state that was seen.</summary>
    public TaskState State { get; private set; }

    /// <summary>Prints the next event.</summary>
    public void Print(StreamResponse e)
    {
        if (e.Task is { } task)
        {
            Snapshot(task);
        }
        else if (e.ArtifactUpdate is { } update)
        {
            Artifact(update.Artifact, update.Append, update.LastChunk);
        }
        else if (e.StatusUpdate is { } status)
        {
            Status(status.Status, status.Metadata);
        }
        else if (e.Message is { } message)
        {
            output.Line(TextOf(message));
        }

        output.Flush();
    }

    /// <summary>All text parts of a message.</summary>
    public static string TextOf(Message? message) =>
        string.Join("\n", message?.Parts.Select(part => part.Text).OfType<string>() ?? []);

    private void Snapshot(AgentTask task)
    {
        if (taskId != task.Id)
        {
            taskId = task.Id;
            output.Line($"task {task.Id}  context {task.ContextId}", Tone.Dim);
        }

        if (task.Status.State == TaskState.Submitted && TextOf(task.Status.Message) is { Length: > 0 } place)
        {
            output.Line(place, Tone.Dim);
        }

        foreach (var artifact in task.Artifacts ?? [])
        {
            Artifact(artifact, append: false, last: false);
        }

        if (task.Status.State is not (TaskState.Submitted or TaskState.Working) && task.Status.State != State)
        {
            Status(task.Status, task.Metadata);
        }
    }

    private void Artifact(Artifact artifact, bool append, bool last)
    {
        if (artifact.Name == "diff")
        {
            // It is replaced each time the turn changes a file; the last one is printed at the end.
            diff = append ? diff : TextOfParts(artifact);
            return;
        }

        if (artifact.Name == "result")
        {
            // The answer once more, for programs.
            return;
        }

        if (!views.TryGetValue(artifact.ArtifactId, out var view))
        {
            view = artifact.Name == "tool" ? new ToolView(output) : new TextView(output, artifact.Name);
            views.Add(artifact.ArtifactId, view);
        }

        if (view != current)
        {
            output.FreshLine();
            current?.Pause();
            current = view;
        }

        view.Update(artifact, append, last);
    }

    private void Status(TaskStatus status, JsonObject? metadata)
    {
        State = status.State;
        if (status.State.IsTerminal)
        {
            End(status, metadata);
        }
        else if (TextOf(status.Message) is { Length: > 0 } text)
        {
            current?.Pause();
            current = null;
            output.Line(text, status.State.IsInterrupted ? Tone.Ask : Tone.Dim);
        }
    }

    private void End(TaskStatus status, JsonObject? metadata)
    {
        output.FreshLine();
        if (!string.IsNullOrWhiteSpace(diff) && !views.Values.Any(view => view is ToolView { PatchShown: true }))
        {
            DiffText.Print(output, diff);
            diff = null;
        }

        var good = status.State == TaskState.Completed;
        var said = TextOf(status.Message);
        output.Line($"{status.State.ToString().ToLowerInvariant()}{(said.Length > 0 ? $": {said}" : "")}{Usage(metadata)}", good ? Tone.Good : Tone.Bad);
    }

    private static string Usage(JsonObject? metadata) =>
        metadata?["shared"]?["usage"] is JsonObject usage && Number(usage, "input_tokens") is > 0 and var tokensIn && Number(usage, "output_tokens") is { } tokensOut
            ? string.Create(CultureInfo.InvariantCulture, $"  ({tokensIn} tokens in, {tokensOut} out)")
            : "";

    private static long? Number(JsonObject node, string name) =>
        node[name] is JsonValue value && value.TryGetValue(out long number) ? number : null;

    private static string TextOfParts(Artifact artifact) =>
        string.Concat(artifact.Parts.Select(part => part.Text).OfType<string>());
}
