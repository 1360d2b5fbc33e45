using System.Text;

namespace CodexA2A.Protocol;

/// <summary>One artifact under way in a <see cref="TaskFold"/>: its last text is a builder, so that many small pieces cost no more than their length.</summary>
internal sealed class ArtifactFold
{
    private readonly List<Part> parts = [];
    private readonly MetadataFold metadata = new();
    private StringBuilder? open;
    private Artifact? head, result;

    internal ArtifactFold()
    {
    }

    /// <summary>Goes on from an artifact as it is, without joining what it has.</summary>
    internal ArtifactFold(Artifact artifact)
    {
        head = result = artifact;
        parts.AddRange(artifact.Parts);
        metadata.Reset(artifact.Metadata);
    }

    internal void Replace(Artifact artifact)
    {
        head = artifact;
        result = null;
        open = null;
        parts.Clear();
        metadata.Reset(artifact.Metadata);
        Append(artifact.Parts);
    }

    internal void Append(Artifact added)
    {
        head = TaskProjection.WithNamesOf(head!, added);
        result = null;
        metadata.Merge(added.Metadata);
        Append(added.Parts);
    }

    internal Artifact Build() => result ??= head! with { Parts = BuildParts(), Metadata = metadata.Share() };

    /// <summary>The rules of <see cref="PartJoin.Append"/>; the open builder stands for the text of the last part.</summary>
    private void Append(IReadOnlyList<Part> added)
    {
        foreach (var part in added)
        {
            if (parts.Count == 0) parts.Add(part);
            else if (PartJoin.IsBlank(part)) continue;
            else if (open is null && parts is [var only] && PartJoin.IsBlank(only)) parts[0] = part;
            else if (PartJoin.CanJoin(parts[^1], part)) (open ??= new StringBuilder(parts[^1].Text)).Append(part.Text);
            else Begin(part);
        }
    }

    private void Begin(Part part)
    {
        if (open is not null) parts[^1] = parts[^1] with { Text = open.ToString() };
        open = null;
        parts.Add(part);
    }

    private Part[] BuildParts()
    {
        var built = parts.ToArray();
        if (open is not null) built[^1] = built[^1] with { Text = open.ToString() };
        return built;
    }
}
