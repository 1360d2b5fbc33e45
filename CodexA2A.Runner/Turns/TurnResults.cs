using System.Text.Json.Nodes;
using CodexA2A.Runner.Mapping;
using CodexA2A.Runner.Mapping.Streams;
using CodexA2A.Runner.Patches;
using CodexA2A.Tasks;

namespace CodexA2A.Runner.Turns;

/// <summary>
/// What a turn leaves behind besides what it said: the patch of all it changed, and, where its request has a schema, the answer as data
/// that fits it. An answer that does not fit is asked for once more.
/// </summary>
[System.Diagnostics.CodeAnalysis.SuppressMessage("Design", "CA1001", Justification = "A cancellation source without a timer holds nothing; others may cancel it at any time.")]
internal sealed class TurnResults(TurnServices services, SessionId session, RunTurn run)
{
    private readonly string _key = $"{session.Value}/{run.TaskId}";
    private const string Member = "structured_output";
    private const int MaxRetries = 1;

    private readonly Lock _gate = new();
    private readonly CancellationTokenSource _stop = new();
    private Task<PatchBase>? _beginning;
    private PatchBase? _base;
    private OutputSchema? _schema;

    /// <summary>Begins to store how the files are before Codex begins. Once it may be said that nobody else's turn of this folder or thread is still at work.</summary>
    /// <param name="folder">The folder of the turn.</param>
    /// <param name="late">True when an earlier runner may have begun.</param>
    public void Begin(string folder, bool late)
    {
        var roots = services.Contexts.RootsOf(session);
        lock (_gate)
        {
            // A thread may come to be open when its turn is over.
            if (!_stop.IsCancellationRequested && _base is not { Shadow: not null })
            {
                _beginning ??= services.Patches.BeginAsync(_key, roots.RootOf(folder) ?? roots.Root, folder, late, _stop.Token);
            }
        }
    }

    /// <summary>Returns when that is stored, and whether it was begun: from then on Codex may change files.</summary>
    public async Task<bool> BegunAsync(CancellationToken cancellationToken)
    {
        _base = _beginning is { } beginning ? await beginning.WaitAsync(cancellationToken) : _base;
        return _base is not null;
    }

    /// <summary>Finds what an earlier runner stored.</summary>
    public async Task ResumeAsync(CancellationToken cancellationToken) => _base = await services.Patches.ResumeAsync(_key, cancellationToken);

    /// <summary>The events of the patch; none, and no look at the files, where no tool ran. Never fails: what goes wrong stands in the manifest.</summary>
    public async Task<IReadOnlyList<MappedEvent>> PatchAsync(TurnEventMapper mapper, CancellationToken cancellationToken)
    {
        if (_base is not { } since)
        {
            return [];
        }

        return mapper.RanTools ? mapper.Patched(await services.Patches.EndAsync(since, cancellationToken)) : [];
    }

    /// <summary>The end of the task is stored: nobody needs its beginning any more.</summary>
    public async Task DoneAsync()
    {
        await StopAsync();
        if (_base is not null || _beginning is not null)
        {
            if (_base is { Shadow: not null } stored)
            {
                services.Patches.Drop(stored);
            }
            else
            {
                services.Patches.Drop(_key);
            }

            _base = null;
        }
    }

    /// <summary>The turn is over here, and nothing more is stored for it.</summary>
    public async Task StopAsync()
    {
        lock (_gate)
        {
            _stop.Cancel();
        }

        if (_beginning is { } beginning)
        {
            // Whoever needed it has heard how it ended.
            await Task.WhenAny(beginning);
            _base ??= beginning.IsCompletedSuccessfully ? await beginning : null;
        }
    }

    /// <summary>What becomes of a turn that ended as <paramref name="outcome"/>, by its answer.</summary>
    /// <param name="mapper">Has the answer.</param>
    /// <param name="task">Tells how often it was asked for.</param>
    /// <param name="outcome">How the turn ended.</param>
    /// <param name="mayRetry">False when the turn is to end whatever it said.</param>
    /// <param name="retryLost">True when the task says that Codex was asked once more, and Codex never heard of it.</param>
    public AnswerVerdict Judge(TurnEventMapper mapper, AgentTask task, TurnOutcome outcome, bool mayRetry = true, bool retryLost = false)
    {
        _schema ??= OutputSchema.Read(new MetadataReader(run.Request.Metadata, run.Request.Message.Metadata));
        if (_schema is null || outcome.State != TaskState.Completed)
        {
            return new AnswerVerdict(outcome, [], null, null);
        }

        var answer = _schema.Check(mapper.Answer, EventSizes.Result);
        var retries = Math.Max(0, Retries(task) - (retryLost ? 1 : 0));
        if (answer.Value is { } value)
        {
            return new AnswerVerdict(outcome, mapper.Structured(value), Note(true, retries, []), null);
        }

        var wrong = string.Join("; ", answer.Errors);
        return mayRetry && retries < MaxRetries
            ? new AnswerVerdict(outcome, [], Note(false, retries + 1, answer.Errors), RetryText(wrong))
            : new AnswerVerdict(TurnOutcome.Failed(TurnFailures.StructuredOutput(wrong)), [], Note(false, retries, answer.Errors), null);
    }

    private static string RetryText(string wrong) =>
        $"Your last answer does not fit the JSON Schema that was asked for: {wrong}. Give the whole answer again, as JSON that fits the schema and nothing else.";

    private static JsonObject Note(bool valid, int retries, IReadOnlyList<string> errors) => new()
    {
        [Member] = new JsonObject
        {
            ["valid"] = valid,
            ["retries"] = retries,
            ["errors"] = new JsonArray([.. errors.Select(error => (JsonNode)error)]),
        },
    };

    private static int Retries(AgentTask task) =>
        ((task.Metadata?["codex"] as JsonObject)?[Member] as JsonObject)?["retries"] is JsonValue value && value.TryGetValue(out int retries) ? retries : 0;
}

/// <summary>What the answer of a turn means for its task.</summary>
/// <param name="Outcome">How the task ends, unless it is asked for again.</param>
/// <param name="Events">The answer as data.</param>
/// <param name="Codex">Members of <c>metadata.codex</c> that say how it was.</param>
/// <param name="RetryText">What Codex is asked once more; null when it is not.</param>
internal sealed record AnswerVerdict(TurnOutcome Outcome, IReadOnlyList<MappedEvent> Events, JsonObject? Codex, string? RetryText);
