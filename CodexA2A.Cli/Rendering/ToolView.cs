using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace CodexA2A.Cli.Rendering;

/// <summary>A tool at work: a command with its output, a patch, a call. Its parts are data of kind state or output_delta.</summary>
internal sealed class ToolView(TerminalWriter output) : ArtifactView
{
    private bool begun;
    private bool streamed;
    private bool ended;

    /// <summary>True when the reader has seen what a patch does.</summary>
    public bool PatchShown { get; private set; }

    /// <inheritdoc/>
    public override void Update(Artifact artifact, bool append, bool last)
    {
        foreach (var part in artifact.Parts)
        {
            if (part.Data is { ValueKind: JsonValueKind.Object } data && JsonObject.Create(data) is { } tool)
            {
                Apply(tool);
            }
        }
    }

    private void Apply(JsonObject tool)
    {
        if (Text(tool, "kind") == "output_delta")
        {
            streamed = true;
            output.Write(Text(tool, "output_delta") ?? "", Tone.Dim);
            return;
        }

        if (!begun)
        {
            begun = true;
            Begin(tool);
        }

        if (!ended && Text(tool, "status") is "completed" or "failed" or "cancelled")
        {
            ended = true;
            End(tool);
        }
    }

    private void Begin(JsonObject tool)
    {
        var title = Text(tool, "title") ?? Text(tool, "tool") ?? "tool";
        switch (Text(tool, "source_method"))
        {
            case "commandExecution":
                output.Line($"$ {title}", Tone.Command);
                break;
            case "fileChange":
                output.Line($"patch: {title}", Tone.Command);
                Changes(tool);
                break;
            default:
                output.Line($"{Text(tool, "tool") ?? "tool"}: {title}", Tone.Command);
                break;
        }
    }

    private void Changes(JsonObject tool)
    {
        foreach (var change in tool["input"]?["changes"] is JsonArray list ? list.OfType<JsonObject>() : [])
        {
            PatchShown = true;
            var kind = Text(change, "kind");
            DiffText.Print(output, Text(change, "diff") ?? "", kind switch { "add" => '+', "delete" => '-', _ => null });
        }
    }

    private void End(JsonObject tool)
    {
        var result = tool["output"] as JsonObject;
        if (!streamed && result is not null && Text(result, "text") is { Length: > 0 } text)
        {
            output.Write(text, Tone.Dim);
        }

        output.FreshLine();
        if (tool["error"] is JsonObject error)
        {
            output.Line(Text(error, "message") ?? "failed", Tone.Bad);
        }
        else if (Text(tool, "source_method") == "commandExecution")
        {
            var code = Number(result, "exit_code");
            var time = Number(result, "duration_ms") is { } ms ? string.Create(CultureInfo.InvariantCulture, $", {ms / 1000.0:0.0} s") : "";
            output.Line($"exit {code?.ToString(CultureInfo.InvariantCulture) ?? "unknown"}{time}", code == 0 ? Tone.Dim : Tone.Bad);
        }
        else if (Text(tool, "status") is { } status and not "completed")
        {
            output.Line(status, Tone.Bad);
        }
    }

    private static string? Text(JsonObject? node, string name) =>
        node?[name] is JsonValue value && value.TryGetValue(out string? text) ? text : null;

    private static long? Number(JsonObject? node, string name) =>
        node?[name] is JsonValue value && value.TryGetValue(out long number) ? number : null;
}
