using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using CodexA2A.Runner.AppServer;
using CodexA2A.Runner.AppServer.Protocol;
using CodexA2A.Runner.Mapping.Approvals;
using CodexA2A.Runner.Mapping.Outcomes;
using CodexA2A.Tasks;

namespace CodexA2A.Runner.Mapping;

/// <summary>Status events between the first and the last.</summary>
internal sealed partial class TurnEventMapper
{
    /// <summary>WORKING, once: for a runner that wants it out before Codex says <c>turn/started</c>.</summary>
    public IReadOnlyList<MappedEvent> Begin(DateTimeOffset now)
    {
        if (!_finished)
        {
            Working(now);
        }

        return _turn.Take();
    }

    /// <summary>A status that is not the last one, with words of the runner's own (for example that a lost turn is started again).</summary>
    /// <param name="text">For a person.</param>
    /// <param name="codex">More members of <c>metadata.codex</c>, such as reason and attempt.</param>
    /// <param name="now">The time.</param>
    /// <param name="shared">More members of <c>metadata.shared</c>.</param>
    public IReadOnlyList<MappedEvent> Note(string text, JsonObject? codex, DateTimeOffset now, JsonObject? shared = null)
    {
        if (!_finished)
        {
            _working = true;
            Emit(new StatusContent(TaskState.Working, text) { Codex = codex, Shared = shared }, now);
        }

        return _turn.Take();
    }

    /// <summary>The question in a request of Codex; null when the request asks nothing that a client could answer.</summary>
    public InterruptDraft? Ask(ServerRequest request) => Drafted(request, SubAgentOf(request));

    /// <summary>The item that does not begin before the answer; null where there is none, or none is known for sure.</summary>
    public string? ItemThatWaits(ServerRequest request) => UnapprovedItems.Of(request, (SubAgentOf(request) ?? this)._calls.Values);

    /// <summary>The open calls of the MCP server that asks: when all of them have ended, nobody waits for the answer. Empty for what no such server asks.</summary>
    public IReadOnlyList<string> CallsThatWait(ServerRequest request) => request is not ElicitationRequest asked ? []
        : [.. (SubAgentOf(request) ?? this)._calls.Values.Where(call => call.Server == asked.ServerName).Select(call => call.Id)];

    /// <summary>INPUT_REQUIRED because of <paramref name="asked"/>; the message lists all that are open.</summary>
    /// <param name="asked">The interrupt that just opened.</param>
    /// <param name="open">All that are open, oldest first, <paramref name="asked"/> among them.</param>
    /// <param name="now">The time.</param>
    /// <param name="unapproved">The items that must not begin before a person said yes; null leaves them as told before.</param>
    public IReadOnlyList<MappedEvent> InputRequired(Interrupt asked, IReadOnlyList<Interrupt> open, DateTimeOffset now, IReadOnlyCollection<string>? unapproved = null)
    {
        if (!_finished)
        {
            _unanswered = InterruptStatuses.Withdrawn(open.Count == 0 ? asked : open[^1]);
            _asking = true;
            Emit(InterruptStatuses.Asked(asked, open) with { Codex = UnapprovedItems.Mark(unapproved) }, now);
        }

        return _turn.Take();
    }

    /// <summary>What follows the end of an interrupt: WORKING, or still INPUT_REQUIRED while others are open.</summary>
    /// <param name="closed">The interrupt, with its status and reply as they now are.</param>
    /// <param name="stillOpen">The others, oldest first.</param>
    /// <param name="now">The time.</param>
    /// <param name="unapproved">As with <see cref="InputRequired"/>.</param>
    public IReadOnlyList<MappedEvent> InputResolved(Interrupt closed, IReadOnlyList<Interrupt> stillOpen, DateTimeOffset now, IReadOnlyCollection<string>? unapproved = null)
    {
        if (!_finished)
        {
            _asking = stillOpen.Count > 0;
            _unanswered = stillOpen.Count == 0 ? null : InterruptStatuses.Withdrawn(stillOpen[^1]);
            Emit(InterruptStatuses.Resolved(closed, stillOpen) with { Codex = UnapprovedItems.Mark(unapproved) }, now);
        }

        return _turn.Take();
    }

    /// <summary>A message that was added to the running turn, for the history; the questions that are open are said again behind it.</summary>
    /// <param name="said">The user's message.</param>
    /// <param name="open">The questions that are open, oldest first.</param>
    /// <param name="now">The time.</param>
    public IReadOnlyList<MappedEvent> Steered(Message said, IReadOnlyList<Interrupt> open, DateTimeOffset now)
    {
        if (!_finished)
        {
            _working = true;
            said = MessageLimits.Apply(said, EventLimits.AnswerBytes);
            Emit(new StatusContent(open.Count == 0 ? TaskState.Working : TaskState.InputRequired) { Said = said }, now);
            if (open.Count > 0)
            {
                Emit(InterruptStatuses.Asked(open[^1], open), now);
            }
        }

        return _turn.Take();
    }

    private static string? ItemOf(ServerRequest request) => request is FileChangeApprovalRequest patch ? patch.ItemId : null;

    private void Working(DateTimeOffset now)
    {
        if (!_working)
        {
            _working = true;
            Emit(new StatusContent(TaskState.Working), now);
        }
    }

    private void Retrying(TurnError error, DateTimeOffset now)
    {
        _turn.DoubtOpenText();
        _repeated.OnRetry();
        var mapped = ErrorMapping.From(error);
        var progress = new JsonObject { ["kind"] = "reconnecting", ["will_retry"] = true, ["code"] = mapped.Code };
        if (mapped.HttpStatus is { } status)
        {
            progress["http_status"] = status;
        }

        var match = Attempt().Match(error.Message ?? "");
        var attempt = "";
        if (match.Success)
        {
            progress["attempt"] = int.Parse(match.Groups[1].ValueSpan, System.Globalization.CultureInfo.InvariantCulture);
            progress["of"] = int.Parse(match.Groups[2].ValueSpan, System.Globalization.CultureInfo.InvariantCulture);
            attempt = $" ({match.Value})";
        }

        Progress($"The request to the model failed; Codex tries again{attempt}.", progress, now);
    }

    /// <summary>A hint on the way. It is about this moment, so it stands in the message and does not stay in the task's metadata.</summary>
    private void Progress(string text, JsonObject progress, DateTimeOffset now)
    {
        // While a person is asked the task waits for the answer, whatever else is to be told.
        if (text == _progress || (_parent ?? this)._asking)
        {
            return;
        }

        _progress = text;
        _working = true;
        Emit(new StatusContent(TaskState.Working, text) { MessageMetadata = new JsonObject { ["codex"] = new JsonObject { ["progress"] = progress } } }, now);
    }

    private void Emit(StatusContent content, DateTimeOffset now) => _turn.Emit(_status.Create(Identity, content, now));

    [GeneratedRegex("([0-9]{1,4})/([0-9]{1,4})", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Attempt();
}
