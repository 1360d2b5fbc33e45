using CodexA2A.Tasks.Rates;

namespace CodexA2A.Tasks.Tests.Contract;

/// <summary>One installation of the seam under test, empty at first.</summary>
public abstract class SeamFixture : IAsyncDisposable
{
    public abstract ITaskLog Log { get; }

    public abstract ITurnQueue Queue { get; }

    public abstract ISessionForgetting Forgetting { get; }

    public abstract IWebhooks Webhooks { get; }

    public abstract IControlCalls Control { get; }

    public abstract IRateShares Rates { get; }

    public abstract IFailureShares Failures { get; }

    /// <summary>The time by which the seam lives.</summary>
    public abstract TimeProvider Time { get; }

    /// <summary>Lets time pass for the seam.</summary>
    public abstract ValueTask AdvanceAsync(TimeSpan by);

    /// <summary>Every process that uses the seam dies and comes back; what was acknowledged must be there.</summary>
    public abstract ValueTask ReopenAsync();

    /// <summary>Where these words stand in what is stored, keys and bytes of files included.</summary>
    public abstract ValueTask<IReadOnlyList<string>> FindAsync(string words);

    public abstract ValueTask DisposeAsync();
}
