namespace CodexA2A.Tasks.Tests.Contract;

/// <summary>One installation of the seam under test, empty at first.</summary>
public abstract class SeamFixture : IAsyncDisposable
{
    public abstract ITaskLog Log { get; }

    public abstract ITurnQueue Queue { get; }

    /// <summary>The time by which the seam lives.</summary>
    public abstract TimeProvider Time { get; }

    /// <summary>Lets time pass for the seam.</summary>
    public abstract ValueTask AdvanceAsync(TimeSpan by);

    /// <summary>Every process that uses the seam dies and comes back; what was acknowledged must be there.</summary>
    public abstract ValueTask ReopenAsync();

    public abstract ValueTask DisposeAsync();
}
