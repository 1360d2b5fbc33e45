namespace CodexA2A.Runner.AppServer;

/// <summary>
/// Commands of stopped turns that Codex itself does not end: what left its session where no sandbox holds it, and what was just
/// being started. They carry the id of their thread in their environment. They are looked for when the turn is stopped, for some
/// time after it, and a last time before the thread's next turn.
/// </summary>
internal sealed class StoppedCommands(string generation, TimeProvider time, Action<int> kill)
{
    /// <summary>The variable in which Codex tells a command its thread.</summary>
    public const string Variable = "CODEX_THREAD_ID";

    private readonly string _mark = ProcessMark.Of(generation).ToString();
    private readonly Dictionary<string, Watch> _watches = new(StringComparer.Ordinal);
    private bool _over;

    /// <summary>When they are looked for again, after the turn was stopped.</summary>
    internal static IReadOnlyList<TimeSpan> Looks { get; } = [TimeSpan.FromSeconds(0.25), TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(4), TimeSpan.FromSeconds(16)];

    /// <summary>Ends what runs of a stopped turn, now and for some time.</summary>
    /// <param name="ownerId">The thread whose next turn ends that time.</param>
    /// <param name="threadId">The thread whose turn was stopped: the same, or one of a sub-agent.</param>
    public void Stopped(string ownerId, string threadId)
    {
        lock (_watches)
        {
            if (!_over)
            {
                if (!_watches.TryGetValue(ownerId, out var watch))
                {
                    watch = new Watch();
                    watch.Timer = time.CreateTimer(_ => Look(ownerId, watch), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
                    _watches[ownerId] = watch;
                }

                watch.Threads.Add(threadId);
                watch.Done = 0;
                watch.Timer!.Change(Looks[0], Timeout.InfiniteTimeSpan);
            }
        }

        Kill([threadId]);
    }

    /// <summary>A turn is about to begin in this thread: what runs in it then is not touched any more.</summary>
    public void Begins(string ownerId)
    {
        Watch? watch;
        lock (_watches)
        {
            if (!_watches.Remove(ownerId, out watch))
            {
                return;
            }

            watch.Timer!.Dispose();
        }

        // A look that has begun has ended before the turn begins.
        lock (watch)
        {
            watch.IsOver = true;
            Kill(watch.Threads);
        }
    }

    /// <summary>The Codex process is over: whoever ends it ends all it has started.</summary>
    public void End()
    {
        lock (_watches)
        {
            _over = true;
            foreach (var watch in _watches.Values)
            {
                watch.Timer!.Dispose();
            }

            _watches.Clear();
        }
    }

    private void Look(string ownerId, Watch watch)
    {
        string[] threads;
        lock (_watches)
        {
            if (_watches.GetValueOrDefault(ownerId) != watch)
            {
                return;
            }

            threads = [.. watch.Threads];
            watch.Done++;
            if (watch.Done < Looks.Count)
            {
                watch.Timer!.Change(Looks[watch.Done] - Looks[watch.Done - 1], Timeout.InfiniteTimeSpan);
            }
            else
            {
                watch.Timer!.Dispose();
                _watches.Remove(ownerId);
            }
        }

        lock (watch)
        {
            if (!watch.IsOver)
            {
                Kill(threads);
            }
        }
    }

    private void Kill(IReadOnlyCollection<string> threads) =>
        MarkedProcesses.Kill(ProcessMark.Variable, (pid, mark) => mark == _mark && threads.Any(thread => MarkedProcesses.Has(pid, Variable, thread)), kill);

    private sealed class Watch
    {
        public HashSet<string> Threads { get; } = new(StringComparer.Ordinal);

        public ITimer? Timer { get; set; }

        /// <summary>How many looks there were.</summary>
        public int Done { get; set; }

        public bool IsOver { get; set; }
    }
}
