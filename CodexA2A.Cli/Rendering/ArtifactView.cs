namespace CodexA2A.Cli.Rendering;

/// <summary>What is on the terminal of one artifact.</summary>
internal abstract class ArtifactView
{
    /// <summary>Prints what is new.</summary>
    public abstract void Update(Artifact artifact, bool append, bool last);

    /// <summary>Another artifact goes on from here.</summary>
    public virtual void Pause()
    {
    }
}
