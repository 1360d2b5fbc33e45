namespace CodexA2A.Runner.AppServer;

/// <summary>
/// Ends what Codex leaves running of a stopped turn: what left its session where no sandbox holds it, and what was just being started.
/// It looks when it is told that the turn was stopped, some times after that, and a last time before the thread's next turn.
/// </summary>
/// <param name="threadId">The thread.</param>
/// <param name="kill">Kills what runs of threads.</param>
/// <param name="time">The clock.</param>
/// <param name="ended">Called when it has looked for the last time.</param>
internal sealed class StoppedTurn(string threadId, Action<IReadOnlyCollection<string>> kill, TimeProvider time, Action<StoppedTurn> ended)
{
    // Held while it looks, which may take: the next turn begins after that. The state has a lock of its own, which nobody holds for long.
    private readonly Lock _looking = new();
    private readonly Lock _state = new();
    private readonly HashSet<string> _threads = new([threadId], StringComparer.Ordinal);
    private ITimer? _timer;
    private int _stops;
    private int _done;
    private bool _isOver;

    /// <summary>When it looks again, after the turn was stopped.</summary>
    internal static IReadOnlyList<TimeSpan> Looks { get; } = [TimeSpan.FromSeconds(0.25), TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(4), TimeSpan.FromSeconds(16)];

    /// <summary>Somebody begins to stop the turn, and says <see cref="Stopped"/> in the end; until then it goes on looking. False when it looks no more.</summary>
    public bool TryBegin()
    {
        lock (_state)
        {
            if (_isOver)
            {
                return false;
            }

            _stops++;
            return true;
        }
    }

    /// <summary>The turn was stopped, or given up. Nothing, where the next one has begun since.</summary>
    /// <param name="threads">Threads of its sub-agents.</param>
    public void Stopped(IEnumerable<string> threads)
    {
        lock (_looking)
        {
            lock (_state)
            {
                _stops--;
                if (_isOver)
                {
                    return;
                }

                _done = 0;
            }

            _threads.UnionWith(threads);
            _timer ??= time.CreateTimer(_ => Look(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
            _timer.Change(Looks[0], Timeout.InfiniteTimeSpan);
            kill(_threads);
        }
    }

    /// <summary>The next turn begins.</summary>
    public void EndByNext()
    {
        lock (_looking)
        {
            if (End())
            {
                kill(_threads);
            }
        }
    }

    /// <summary>Looks no more; waits for nothing. False when that was so before.</summary>
    public bool End()
    {
        lock (_state)
        {
            (var was, _isOver) = (_isOver, true);
            _timer?.Dispose();
            return !was;
        }
    }

    private void Look()
    {
        lock (_looking)
        {
            lock (_state)
            {
                if (_isOver)
                {
                    return;
                }
            }

            kill(_threads);
            lock (_state)
            {
                _done = Math.Min(_done + 1, Looks.Count);
                if (_done < Looks.Count || _stops > 0)
                {
                    var last = Math.Min(_done, Looks.Count - 1);
                    _timer!.Change(Looks[last] - Looks[last - 1], Timeout.InfiniteTimeSpan);
                    return;
                }
            }

            End();
        }

        ended(this);
    }
}
