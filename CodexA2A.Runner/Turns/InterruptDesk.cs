using System.Security.Cryptography;
using CodexA2A.Runner.AppServer;
using CodexA2A.Runner.Mapping;
using CodexA2A.Runner.Mapping.Approvals;
using CodexA2A.Runner.Telemetry;
using CodexA2A.Runner.Threads;
using CodexA2A.Tasks;

namespace CodexA2A.Runner.Turns;

/// <summary>
/// The questions of one turn that wait for a person: stored as interrupts before anybody sees them, answered to Codex once, by
/// the process that asked (architecture.md, "Approval"; contracts.md §5). Not thread-safe: it belongs to the turn's loop.
/// </summary>
internal sealed partial class InterruptDesk(TurnServices services, SessionLease lease, OpenThread thread, EventPen pen, TurnEventMapper mapper, TurnTrace trace)
{
    private readonly List<Open> _open = [];
    private readonly HashSet<string> _unapproved = new(StringComparer.Ordinal);

    /// <summary>Someone answered that the turn is to end.</summary>
    public bool EndRequested { get; private set; }

    /// <summary>True while at least one question is open: the turn's clocks stand still.</summary>
    public bool AnyOpen => _open.Count > 0;

    private DateTimeOffset Now => services.Time.GetUtcNow();

    /// <summary>The questions that are open, oldest first.</summary>
    public IReadOnlyList<Interrupt> Interrupts => [.. _open.Select(open => open.Interrupt)];

    /// <summary>True when a person could answer it.</summary>
    public bool IsQuestion(ServerRequest request) => mapper.Ask(request) is not null;

    /// <summary>Makes Codex's request an interrupt; what no client could answer is refused at once.</summary>
    public async Task AskAsync(ServerRequest request, CancellationToken cancellationToken)
    {
        if (mapper.Ask(request) is not { } draft)
        {
            LogRefused(services.Logger, request.Method);
            services.Audit.Refused(lease, pen.Task.Id, thread.ThreadId);
            await thread.Client.RejectAsync(request, "This client cannot answer such a request.", cancellationToken);
            return;
        }

        var interrupt = new Interrupt
        {
            Id = "int_" + RandomNumberGenerator.GetHexString(32, lowercase: true),
            TaskId = pen.Task.Id,
            ContextId = lease.ContextId,
            Owner = lease.Owner,
            Type = draft.Type,
            ThreadId = thread.ThreadId,
            Details = draft.Details,
            Epoch = lease.Epoch,
            AskedAt = Now,
            Deadline = Now + services.Options.InterruptTimeout,
            Secret = draft.Secret,
        };
        var item = mapper.ItemThatWaits(request);
        _open.Add(new Open(interrupt, request, item, [.. mapper.CallsThatWait(request)]));
        if (item is not null)
        {
            _unapproved.Add(item);
        }

        await CommitAsync(mapper.InputRequired(interrupt, Interrupts, Now, item is null ? null : _unapproved), new WriteEffects { Opened = [interrupt] }, cancellationToken);
        trace.Asked(interrupt);
    }

    /// <summary>Refuses what a turn asks that is over: the client of this one must not decide for it.</summary>
    public async Task RefuseStrayAsync(ServerRequest stray, CancellationToken cancellationToken)
    {
        services.Audit.Refused(lease, taskId: null, thread.ThreadId);
        await thread.Client.RejectAsync(stray, "The turn that asks this is over.", cancellationToken);
    }

    /// <summary>Delivers an answer. True when the turn must be interrupted as well, because Codex would go on.</summary>
    public async Task<bool> AnswerAsync(AnswerInterrupt answer, CancellationToken cancellationToken)
    {
        if (Take(answer.InterruptId) is not { } open)
        {
            return false;
        }

        var reply = InterruptAnswers.From(open.Request, answer.Reply);
        EndRequested |= reply.EndsTurn;
        // Stored first: when the lease is lost, the answer must not reach a Codex that nobody owns.
        await CloseAsync(open, InterruptStatus.Answered, answer, cancellationToken);
        services.Audit.Answered(open.Interrupt, answer.Reply, await thread.Client.RespondAsync(open.Request, reply.Response, cancellationToken));
        // A sub-agent that is told to end ends alone.
        return reply.NeedsInterrupt || (reply.EndsTurn && open.Request.ThreadId != thread.ThreadId);
    }

    /// <summary>Nobody answered in time: Codex is told to decline, and the turn goes on.</summary>
    public async Task ExpireAsync(string interruptId, CancellationToken cancellationToken)
    {
        if (Take(interruptId) is { } open)
        {
            await CloseAsync(open, InterruptStatus.Expired, null, cancellationToken);
            LogExpired(services.Logger, interruptId, pen.Task.Id, services.Options.InterruptTimeout);
            services.Audit.Expired(open.Interrupt, await thread.Client.RespondAsync(open.Request, InterruptAnswers.Expired(open.Request).Response, cancellationToken));
        }
    }

    /// <summary>Codex says that a request is settled; if it was not by us, the question is void.</summary>
    public async Task OnResolvedAsync(Notification notification, CancellationToken cancellationToken)
    {
        if (_open.Find(open => TurnSignal.Resolves(notification, open.Request)) is { } open && _open.Remove(open))
        {
            await CloseAsync(open, InterruptStatus.Withdrawn, null, cancellationToken);
            services.Audit.Withdrawn(open.Interrupt);
        }
    }

    /// <summary>A tool has ended. What its MCP server asked meanwhile is void, which Codex 0.169.0 says only after the turn (seen).</summary>
    public async Task OnToolEndedAsync(string itemId, CancellationToken cancellationToken)
    {
        foreach (var open in _open.Where(open => open.Calls.Remove(itemId) && open.Calls.Count == 0).ToArray())
        {
            _open.Remove(open);
            await CloseAsync(open, InterruptStatus.Withdrawn, null, cancellationToken);
            services.Audit.Withdrawn(open.Interrupt, await thread.Client.RespondAsync(open.Request, InterruptAnswers.Expired(open.Request).Response, cancellationToken));
        }
    }

    /// <summary>The turn is over: what is still open is void.</summary>
    public IReadOnlyList<InterruptClosing> WithdrawAll()
    {
        IReadOnlyList<InterruptClosing> closed = [.. _open.Select(open => new InterruptClosing(open.Interrupt.Id, InterruptStatus.Withdrawn))];
        foreach (var open in _open)
        {
            trace.Closed(open.Interrupt.Id, InterruptStatus.Withdrawn, null);
            services.Audit.Withdrawn(open.Interrupt);
        }

        _open.Clear();
        return closed;
    }

    /// <summary>An interrupt whose time has run out, or null.</summary>
    public string? Overdue() => _open.Find(open => open.Interrupt.Deadline <= Now)?.Interrupt.Id;

    /// <summary>How long until the next one runs out.</summary>
    public TimeSpan? NextDeadline() => _open.Count == 0 ? null : _open.Min(open => open.Interrupt.Deadline) - Now;

    private Open? Take(string interruptId)
    {
        var open = _open.Find(candidate => candidate.Interrupt.Id == interruptId);
        if (open is not null)
        {
            _open.Remove(open);
        }

        return open;
    }

    private Task CloseAsync(Open open, InterruptStatus status, AnswerInterrupt? answer, CancellationToken cancellationToken)
    {
        trace.Closed(open.Interrupt.Id, status, answer);
        var closed = open.Interrupt with { Status = status, Reply = open.Interrupt.Secret ? null : answer?.Reply };
        // What nobody approved did not run, also when Codex took its question back.
        var approved = status == InterruptStatus.Answered && open.Item is { } item && _unapproved.Remove(item);
        var events = mapper.InputResolved(closed, Interrupts, Now, approved ? _unapproved : null);
        if (answer?.Message is { } said)
        {
            events = AnswerWords.Into(events, said, open.Interrupt.Secret);
        }

        return CommitAsync(events, new WriteEffects { Closed = [new InterruptClosing(closed.Id, status)] }, cancellationToken);
    }

    private Task CommitAsync(IReadOnlyList<MappedEvent> events, WriteEffects effects, CancellationToken cancellationToken) =>
        pen.CommitAsync([.. events.Select(mapped => mapped.Event)], effects, cancellationToken).AsTask();

    [LoggerMessage(Level = LogLevel.Warning, Message = "Codex asked {Method}, which no client can answer; it was refused.")]
    private static partial void LogRefused(ILogger logger, string method);

    [LoggerMessage(Level = LogLevel.Information, Message = "Question {RequestId} of task {TaskId} was declined: nobody answered it within {Limit}.")]
    private static partial void LogExpired(ILogger logger, string requestId, string taskId, TimeSpan limit);

    private sealed record Open(Interrupt Interrupt, ServerRequest Request, string? Item, HashSet<string> Calls);
}
