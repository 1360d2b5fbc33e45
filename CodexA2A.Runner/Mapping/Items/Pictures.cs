using System.Text.Json.Nodes;
using CodexA2A.Runner.AppServer.Protocol;
using CodexA2A.Runner.Mapping.Artifacts;
using CodexA2A.Runner.Mapping.Text;
using CodexA2A.Tasks;

namespace CodexA2A.Runner.Mapping.Items;

/// <summary>A picture that the agent looked at.</summary>
/// <param name="ItemId">Codex's item.</param>
/// <param name="Path">Where it is, as Codex says it.</param>
internal sealed record ViewedPicture(string ItemId, string Path)
{
    /// <summary>Whose artifacts it goes to.</summary>
    public required Pictures Of { get; init; }
}

/// <summary>
/// Pictures that the agent made or looked at: an artifact <c>image</c> each, which is the bytes, or for one it made a line that says where
/// it is. Those of all sub-agents count together with the turn's own.
/// </summary>
/// <param name="turn">Whose artifacts they are.</param>
/// <param name="paths">How paths are shown.</param>
/// <param name="root">Those of the turn, when these are a sub-agent's.</param>
internal sealed class Pictures(TurnArtifacts turn, WorkspacePaths paths, Pictures? root = null)
{
    /// <summary>How many of the largest size a turn may send.</summary>
    private const int Largest = 4;

    private readonly HashSet<string> _known = new(StringComparer.Ordinal);
    private readonly Queue<ViewedPicture> _viewed = [];
    private long _sent;

    private Pictures Turn => root ?? this;

    private long Left => Math.Min(turn.Identity.ImageBytes, (turn.Identity.ImageBytes * (long)Largest) - Turn._sent);

    /// <summary>An earlier runner published it.</summary>
    public void Known(string itemId) => _known.Add(itemId);

    /// <summary>The agent looked at a picture; its bytes are for whoever can read files (<see cref="Next"/>).</summary>
    public void Saw(ImageViewItem item)
    {
        if (item.Path is { Length: > 0 } path && Left > 0 && _known.Add(item.Id))
        {
            Turn._viewed.Enqueue(new ViewedPicture(item.Id, path) { Of = this });
        }
    }

    /// <summary>The next one whose bytes were not asked for yet; null when there is none.</summary>
    public ViewedPicture? Next() => _viewed.TryDequeue(out var viewed) ? viewed : null;

    /// <summary>The bytes of one that the agent looked at; what is no picture, or too large, is shown by its path alone, which its tool has.</summary>
    public void Viewed(ViewedPicture viewed, ReadOnlyMemory<byte> content)
    {
        if (content.Length <= Left && ImageTypes.Of(content.Span) is { } type)
        {
            Emit("imageView", viewed.ItemId, viewed.Path, content, type);
        }
    }

    /// <summary>The agent made a picture, or failed to.</summary>
    public void Made(ImageGenerationItem item)
    {
        if (item.Result is not { Length: > 0 } result || item.Failure is not null || !_known.Add(item.Id))
        {
            return;
        }

        // Four characters are three bytes; what is too large is not even decoded.
        var bytes = result.Length / 4L * 3;
        if (bytes > Left + 3)
        {
            Omit(item, bytes);
            return;
        }

        var content = Decoded(result);
        if (ImageTypes.Of(content.Span) is { } type && content.Length <= Left)
        {
            Emit("imageGeneration", item.Id, item.SavedPath, content, type);
        }
        else
        {
            Omit(item, bytes);
        }
    }

    /// <summary>The content of a picture in base64; empty when it is none.</summary>
    private static ReadOnlyMemory<byte> Decoded(string base64)
    {
        var content = new byte[(base64.Length / 4 * 3) + 3];
        return Convert.TryFromBase64String(base64, content, out var length) ? content.AsMemory(0, length) : default;
    }

    private void Emit(string source, string itemId, string? path, ReadOnlyMemory<byte> content, string type)
    {
        Turn._sent += content.Length;
        var frame = Frame(source, itemId, path, content.Length);
        var name = path is null ? $"{frame.Id}.{type["image/".Length..]}" : Path.GetFileName(path);
        turn.Emit(frame.Replace([Part.FromRaw(content, type) with { Filename = name }], StreamSources.FinalSnapshot));
    }

    private void Omit(ImageGenerationItem item, long bytes)
    {
        var where = item.SavedPath is { } path ? $"It is at {paths.Show(path)}." : "Codex does not say where it is.";
        var why = bytes > turn.Identity.ImageBytes
            ? $"at most {turn.Identity.ImageBytes:N0} bytes of one are (Runner:ImageBytes)"
            : "it is more than a turn may send, or of no known type";
        var text = string.Create(System.Globalization.CultureInfo.InvariantCulture, $"A picture of about {bytes:N0} bytes was made and is not sent: {why}. {where}");
        turn.Emit(Frame("imageGeneration", item.Id, item.SavedPath, bytes, KeyValuePair.Create<string, JsonNode?>("omitted", true)).Replace([Part.FromText(text)], StreamSources.FinalSnapshot));
    }

    private ArtifactFrame Frame(string source, string itemId, string? path, long bytes, params KeyValuePair<string, JsonNode?>[] more)
    {
        List<KeyValuePair<string, JsonNode?>> extras = [new("source_method", source), new("bytes", bytes), .. more];
        if (path is not null)
        {
            extras.Add(new("path", paths.Show(path)));
        }

        return turn.NewFrame(ArtifactKinds.Image, BlockTypes.File, itemId, [.. extras]);
    }
}
