using CodexA2A.Runner.AppServer;
using CodexA2A.Runner.Turns;

namespace CodexA2A.Runner.Watches;

/// <summary>What watches need, and how many run here.</summary>
internal sealed class WatchServices(TurnServices turns, AppServerHost host, ILogger<WatchRun> logger)
{
    /// <summary>So many run in one runner; each owner may have fewer.</summary>
    public const int Most = 256;

    private int _count;

    /// <summary>What turns need, too.</summary>
    public TurnServices Turns => turns;

    /// <summary>What is watched.</summary>
    public CodexNews News => host.News;

    public ILogger Logger => logger;

    /// <summary>Takes a place for one; false when there is none. Give it back with <see cref="Leave"/>.</summary>
    public bool TryEnter()
    {
        if (Interlocked.Increment(ref _count) <= Most)
        {
            return true;
        }

        Leave();
        return false;
    }

    /// <summary>Gives a place back.</summary>
    public void Leave() => Interlocked.Decrement(ref _count);
}
