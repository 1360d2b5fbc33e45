using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using CodexA2A.Tasks.Fairness;

namespace CodexA2A.Tasks.InProcess.State;

/// <summary>
/// The sessions that have an owner or unfinished commands; all others are only in the database. Changed by the writer thread;
/// the table itself may be read by all.
/// </summary>
internal sealed class SessionTable
{
    private readonly ConcurrentDictionary<SessionId, SessionEntry> _entries = new();
    private readonly Rotation _rotation = new();
    private readonly FairOrder<SessionEntry> _ready;
    private readonly HashSet<SessionEntry> _leased = [];
    private readonly Dictionary<Owner, int> _turns = [];
    private TaskCompletionSource? _nextReady;
    private long _readyCount;
    private int _commands;

    public SessionTable() => _ready = new FairOrder<SessionEntry>(_rotation);

    /// <summary>Unfinished commands of all sessions.</summary>
    public int Commands => Volatile.Read(ref _commands);

    /// <summary>Sessions that may be claimed, in order: first those whose lease is there (it may have run out), then those that wait, fairly.</summary>
    public IEnumerable<SessionEntry> Candidates => _leased.Concat(_ready.InTurn());

    /// <summary>Sessions with a lease, live or not.</summary>
    public IReadOnlyCollection<SessionEntry> Leased => _leased;

    /// <summary>Finds a session that is in memory.</summary>
    public bool TryGet(SessionId id, [NotNullWhen(true)] out SessionEntry? entry) => _entries.TryGetValue(id, out entry);

    /// <summary>How many unfinished turns an owner has, as published; for the writer thread.</summary>
    public int TurnsOf(Owner owner) => _turns.GetValueOrDefault(owner);

    /// <summary>How many of those are this session's. One that is not in the table had no commands when it was published last.</summary>
    public int KnownTurns(SessionEntry entry) => _entries.ContainsKey(entry.Staged.Id) ? entry.Visible.Turns : 0;

    /// <summary>Adds a session that was read at the start.</summary>
    public void Load(SessionHead head)
    {
        Interlocked.Add(ref _commands, head.Commands.Length);
        Count(head.Owner, head.Turns);
        Place(new SessionEntry(head), live: false);
    }

    /// <summary>Shows readers what was staged, and wakes runners when the session may be claimed.</summary>
    public void Publish(SessionEntry entry, bool live)
    {
        // A session that is not in the table had no commands when it was published last.
        var before = _entries.ContainsKey(entry.Staged.Id) ? entry.Visible.Commands.Length : 0;
        Interlocked.Add(ref _commands, entry.Staged.Commands.Length - before);
        Count(entry.Staged.Owner, entry.Staged.Turns - KnownTurns(entry));
        entry.Publish();
        Place(entry, live);
    }

    /// <summary>Forgets a session whose row is deleted.</summary>
    public void Remove(SessionId id)
    {
        if (_entries.TryRemove(id, out var entry))
        {
            _leased.Remove(entry);
            _ready.Remove(entry.Visible.Owner, entry.ReadyAs);
            Count(entry.Visible.Owner, -entry.Visible.Turns);
        }
    }

    /// <summary>A task that completes when any session may be claimed; for the writer thread, where no change can come between a look and this.</summary>
    public Task NextReady() => (_nextReady ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).Task;

    private void Place(SessionEntry entry, bool live)
    {
        var head = entry.Staged;
        if (head.Lease is null)
        {
            if (_leased.Remove(entry) && head.HasWork)
            {
                // Whoever gives something back with work left waits behind those who came meanwhile.
                _rotation.Served(head.Owner);
            }
        }
        else
        {
            _leased.Add(entry);
        }

        var ready = head is { Lease: null, HasWork: true };
        if (ready && entry.ReadyAs == 0)
        {
            entry.ReadyAs = ++_readyCount;
            _ready.Add(head.Owner, entry.ReadyAs, entry);
        }
        else if (!ready && entry.ReadyAs != 0)
        {
            _ready.Remove(head.Owner, entry.ReadyAs);
            entry.ReadyAs = 0;
            if (head.Lease is not null)
            {
                _rotation.Served(head.Owner);
            }
        }

        if (head.Lease is null && head.Commands.IsEmpty)
        {
            _entries.TryRemove(head.Id, out _);
        }
        else
        {
            _entries[head.Id] = entry;
        }

        if (head.HasWork && !live)
        {
            _nextReady?.SetResult();
            _nextReady = null;
        }
    }

    private void Count(Owner owner, int turns)
    {
        if (turns == 0)
        {
            return;
        }

        var now = _turns.GetValueOrDefault(owner) + turns;
        if (now == 0)
        {
            _turns.Remove(owner);
        }
        else
        {
            _turns[owner] = now;
        }
    }
}
