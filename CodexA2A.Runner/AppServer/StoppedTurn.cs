namespace CodexA2A.Runner.AppServer;

/// <summary>
/// Ends what Codex leaves running of a stopped turn: what left its session where no sandbox holds it, and what was just being started.
/// It looks when it is told that the turn was stopped, some times after that, and a last time before the thread's next turn.
/// </summary>
/// <param name="kill">Kills what runs of threads.</param>
/// <param name="time">The clock.</param>
/// <param name="ended">Called when it has looked for the last time.</param>
internal sealed class StoppedTurn(Action<IReadOnlyCollection<string>> kill, TimeProvider time, Action<StoppedTurn> ended)
{
    // Held while it looks: the next turn begins after that.
    private readonly Lock _gate = new();
    private readonly HashSet<string> _threads = new(StringComparer.Ordinal);
    private ITimer? _timer;
    private int _done;
    private volatile bool _isOver;

    /// <summary>When it looks again, after the turn was stopped.</summary>
    internal static IReadOnlyList<TimeSpan> Looks { get; } = [TimeSpan.FromSeconds(0.25), TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(4), TimeSpan.FromSeconds(16)];

    /// <summary>True when it looks no more.</summary>
    public bool IsOver => _isOver;

    /// <summary>The turn was stopped, or given up. Nothing, where the next one has begun since.</summary>
    /// <param name="threads">Its thread, and those of its sub-agents.</param>
    public void Stopped(IReadOnlyCollection<string> threads)
    {
        lock (_gate)
        {
            if (_isOver)
            {
                return;
            }

            _threads.UnionWith(threads);
            _done = 0;
            _timer ??= time.CreateTimer(_ => Look(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
            _timer.Change(Looks[0], Timeout.InfiniteTimeSpan);
            kill(_threads);
        }
    }

    /// <summary>The next turn begins.</summary>
    public void EndByNext()
    {
        lock (_gate)
        {
            if (!_isOver)
            {
                End();
                kill(_threads);
            }
        }
    }

    /// <summary>Looks no more.</summary>
    public void End()
    {
        lock (_gate)
        {
            _isOver = true;
            _timer?.Dispose();
        }
    }

    private void Look()
    {
        lock (_gate)
        {
            if (_isOver)
            {
                return;
            }

            kill(_threads);
            _done++;
            if (_done < Looks.Count)
            {
                _timer!.Change(Looks[_done] - Looks[_done - 1], Timeout.InfiniteTimeSpan);
                return;
            }

            End();
        }

        ended(this);
    }
}
