using CodexA2A.Runner.Mapping;
using CodexA2A.Runner.Policies;
using CodexA2A.Runner.Threads;
using CodexA2A.Tasks;

namespace CodexA2A.Runner.Turns;

/// <summary>
/// The thread that a turn runs in: which one that is, its opening while a cancel can still stop it, and the session's word of it,
/// which is stored before Codex hears of the turn.
/// </summary>
internal sealed class TurnOpening(TurnServices services, SessionLease lease, SessionBinding? stored, RunTurn run, TurnInputs inputs, ActiveTurn turn, EarlyStop early)
{
    private readonly bool _ephemeral = ExecutionSettings.IsEphemeral(run.Request);

    /// <summary>The thread of the session; null before it has one. A turn for itself alone goes on with nothing, and nothing goes on with it.</summary>
    public SessionBinding? Binding { get; private set; } = ExecutionSettings.IsEphemeral(run.Request) ? null : run.Binding ?? stored;

    /// <summary>What its threads are opened with.</summary>
    public ThreadTerms Terms { get; } = services.Terms(lease);

    /// <summary>Waits until no other process runs a turn of the session.</summary>
    public Task<SessionLock> EnterAsync() => early.WaitAsync(token => services.Gate.EnterAsync(lease.Session, token));

    /// <summary>Opens the thread, and makes the request ready for it.</summary>
    /// <param name="pen">Writes what the turn waits for, and which thread it is.</param>
    /// <param name="folder">Where the turn works.</param>
    /// <param name="request">What it asks.</param>
    /// <param name="entered">Called when no other turn is in the way any more; what it begins runs beside the opening.</param>
    public async Task<(OpenThread Thread, TurnRequest Ready)> OpenAsync(EventPen pen, string folder, TurnRequest request, Action entered)
    {
        var named = Reachable();
        if (services.Threads.WaitsFor(named, folder) is { } others)
        {
            await NoteAsync(pen, named?.ThreadId ?? "", others, new WriteEffects());
            // Others run meanwhile; it takes its place back without waiting, as after a question.
            turn.Place.Rest(true);
        }

        OpenThread thread;
        try
        {
            thread = await early.WaitAsync(token => services.Threads.OpenAsync(named, mustExist: false, folder, Terms, token, _ephemeral, entered));
        }
        finally
        {
            turn.Place.Rest(false);
        }

        try
        {
            var chosen = await ModelPolicy.ChooseAsync(Terms.Policy, thread, request, turn.Aborted);
            await services.Models.CheckAsync(thread.Client, chosen, turn.Aborted);
            var ready = await inputs.ReadyAsync(thread, chosen, turn.Aborted);
            await BindAsync(pen, thread);
            return (thread, ready);
        }
        catch
        {
            await thread.DisposeAsync();
            throw;
        }
    }

    /// <summary>A mapper of the turn in the session's thread.</summary>
    public TurnEventMapper Mapper(EventPen pen) => Mapper(pen, Binding?.ThreadId ?? "");

    /// <summary>A mapper of the turn in this thread.</summary>
    public TurnEventMapper Mapper(EventPen pen, string threadId) => new(services.Identity(run, lease, threadId), pen.Task);

    /// <summary>Stores the thread that the session goes on in, if it is another than before.</summary>
    private async Task BindAsync(EventPen pen, OpenThread thread)
    {
        if (thread.Origin == ThreadOrigin.Ephemeral)
        {
            return;
        }

        var isNew = thread.Origin is ThreadOrigin.New or ThreadOrigin.Replaced;
        var note = isNew && Binding is not null ? "Codex no longer has the earlier conversation of this context; this turn starts a new one." : null;
        Binding = isNew ? new SessionBinding(thread.ThreadId, services.Home.Identity.Home) : Binding;
        if (Binding != stored)
        {
            await NoteAsync(pen, thread.ThreadId, note, new WriteEffects { Binding = Binding });
        }
    }

    private ValueTask NoteAsync(EventPen pen, string threadId, string? text, WriteEffects effects)
    {
        IReadOnlyList<MappedEvent> note = text is null ? [] : Mapper(pen, threadId).Note(text, null, services.Time.GetUtcNow());
        return pen.CommitAsync([.. note.Select(mapped => mapped.Event)], effects, turn.Aborted);
    }

    /// <summary>The session's thread if it is in our home. One of another home was lost with its runner: a new one takes its place.</summary>
    private SessionBinding? Reachable()
    {
        if (Binding is null || Binding.Home == services.Home.Identity.Home)
        {
            return Binding;
        }

        return !Binding.Explicit
            ? null
            : throw new ThreadUnusableException(ThreadUnusableException.Unreachable, "The thread that this context names is in the home of a runner that is gone.");
    }
}
