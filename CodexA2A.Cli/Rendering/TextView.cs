using System.Text;
using System.Text.Json.Nodes;

namespace CodexA2A.Cli.Rendering;

/// <summary>An artifact of text: an answer, a remark, a thought, a plan; or whatever another agent makes.</summary>
internal sealed class TextView(TerminalWriter output, string? name) : ArtifactView
{
    private readonly Tone tone = name is "reasoning" or "commentary" ? Tone.Dim : Tone.Plain;
    private readonly StringBuilder shown = new();
    private bool headed;

    /// <inheritdoc/>
    public override void Update(Artifact artifact, bool append, bool last)
    {
        var text = string.Concat(artifact.Parts.Select(Text));
        if (append)
        {
            Show(text);
        }
        else if (text.StartsWith(shown.ToString(), StringComparison.Ordinal))
        {
            Show(text[shown.Length..]);
        }
        else
        {
            Replace(artifact, text);
        }

        if (last)
        {
            output.FreshLine();
        }
    }

    /// <inheritdoc/>
    public override void Pause() => headed = false;

    private void Show(string text)
    {
        if (text.Length == 0)
        {
            return;
        }

        if (!headed && name is "reasoning" or "plan")
        {
            output.FreshLine();
            output.Write($"{(name == "plan" ? "plan" : "thinking")}\n", Tone.Strong);
        }

        else if (!headed && name == "answer")
        {
            output.Write("\n");
        }

        headed = true;
        shown.Append(text);
        output.Write(text, tone);
    }

    private void Replace(Artifact artifact, string text)
    {
        var withdrawn = artifact.Metadata?["codex"]?["withdrawn"] is JsonValue value && value.TryGetValue(out bool flag) && flag;
        output.FreshLine();
        if (withdrawn || name != "plan")
        {
            output.Line(withdrawn ? "(what was said above is void)" : "(corrected:)", Tone.Ask);
        }

        shown.Clear();
        headed = false;
        Show(text);
    }

    private static string Text(Part part) => part.ContentCase switch
    {
        PartContentCase.Text => part.Text!,
        PartContentCase.Url => $"[{part.Filename ?? part.MediaType ?? "file"}: {part.Url}]\n",
        PartContentCase.Raw => $"[{part.Filename ?? part.MediaType ?? "file"}: {part.Raw!.Value.Length} bytes]\n",
        // The data of a plan says the same as its text.
        PartContentCase.Data when part.Data!.Value.ValueKind != System.Text.Json.JsonValueKind.Object
            || !part.Data.Value.TryGetProperty("kind", out _) => part.Data.Value.GetRawText() + "\n",
        _ => "",
    };
}
