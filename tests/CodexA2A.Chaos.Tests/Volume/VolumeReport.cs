using CodexA2A.Chaos.Tests.Agents;
using CodexA2A.Chaos.Tests.Ledgers;
using CodexA2A.Tasks;

namespace CodexA2A.Chaos.Tests.Volume;

/// <summary>What a run came to: the clients' ledgers, the log, the agents' notes and the effects of the tools, side by side.</summary>
internal sealed class VolumeReport
{
    private readonly List<string> _problems = [];
    private readonly IReadOnlyList<AgentLine> _notes;
    private readonly IReadOnlyDictionary<string, int> _effects;

    public VolumeReport(IReadOnlyList<AgentLine> notes, IReadOnlyDictionary<string, int> effects)
    {
        (_notes, _effects) = (notes, effects);
        _problems.AddRange(notes.Where(line => line.Note == AgentNote.Error).Select(line => $"{line.Agent}: {line.About}"));
        AcknowledgedTwice = AgentNotes.CompletedTwice(notes).Count();
        EffectsTwice = effects.Values.Count(count => count > 1);
    }

    /// <summary>Everything that is not as it must be, but for doubles.</summary>
    public IReadOnlyList<string> Problems => _problems;

    /// <summary>Tasks whose completion was acknowledged to more than one agent.</summary>
    public int AcknowledgedTwice { get; }

    /// <summary>Tasks whose tool had its effect more than once.</summary>
    public int EffectsTwice { get; }

    /// <summary>Tasks whose log has more than one end.</summary>
    public int EndedTwice { get; private set; }

    public int Fenced => Count(AgentNote.Fenced);

    public int Takeovers => Count(AgentNote.TookOver);

    public int Events { get; private set; }

    public int Completed { get; private set; }

    public int Failed { get; private set; }

    public int Lost { get; private set; }

    public int Repeated { get; private set; }

    public int OutOfOrder { get; private set; }

    public int Resyncs { get; private set; }

    /// <summary>Adds the tasks of one context, in the order in which they were submitted.</summary>
    public void Add(IEnumerable<(ClientLedger Ledger, StoredTask Stored)> tasks)
    {
        TaskEvent? before = null;
        foreach (var (ledger, stored) in tasks)
        {
            Add(ledger, stored);
            var own = stored.Log.Where(entry => entry.Id.Epoch > 0).ToArray();
            if (own.Length == 0)
            {
                continue;
            }

            // One turn after the other: no owner began this one before an owner ended the one before.
            if (before is not null && (own[0].Id.Epoch < before.Id.Epoch || own[0].At < before.At))
            {
                OutOfOrder++;
                _problems.Add($"{ledger.TaskId} began at {own[0].Id}, and the turn before it ended at {before.Id}.");
            }

            before = own[^1];
        }
    }

    private void Add(ClientLedger ledger, StoredTask stored)
    {
        var ids = stored.Log.Select(entry => entry.Id).ToArray();
        var check = LedgerCheck.Of(ledger.Seen, ids);
        Events += ids.Length;
        (Lost, Repeated, OutOfOrder, Resyncs) = (Lost + check.Lost, Repeated + check.Repeated, OutOfOrder + check.OutOfOrder, Resyncs + check.Resyncs);
        EndedTwice += stored.Ends.Count() > 1 ? 1 : 0;
        Require(check.IsClean, ledger, $"{check}");
        Require(ids.Select(id => id.Seq).SequenceEqual(Enumerable.Range(1, ids.Length).Select(seq => (long)seq)), ledger, "its log is not dense");
        Require(stored.Ends.Count() == 1 && stored.Ends.Single() == stored.Log[^1], ledger, "its log does not end with its only end");
        Judge(ledger, stored.Task, _effects.GetValueOrDefault(ledger.TaskId));
    }

    private void Judge(ClientLedger ledger, AgentTask? task, int effects)
    {
        switch (task?.Status.State)
        {
            case TaskState.Completed:
                Completed++;
                Require(effects == 1, ledger, $"COMPLETED with {effects} effects");
                Require(TurnEvents.TextOf(task, TurnEvents.Answer) == TurnEvents.WholeAnswer(ledger.Chunks), ledger, "its answer is not whole");
                break;
            case TaskState.Failed:
                Failed++;
                Require(effects <= 1, ledger, $"FAILED with {effects} effects");
                Require(
                    task.Status.Message?.Parts[0].Text is TurnEvents.OutcomeUnknown or TurnEvents.TakenOverTooOften, ledger, "FAILED without a reason that is known");
                Require(!_notes.Any(line => line.Note == AgentNote.Completed && line.About == ledger.TaskId), ledger, "FAILED, and its completion was acknowledged");
                break;
            default:
                Require(false, ledger, $"it is {task?.Status.State} in the end");
                break;
        }
    }

    private int Count(AgentNote note) => _notes.Count(line => line.Note == note);

    private void Require(bool condition, ClientLedger ledger, string otherwise)
    {
        if (!condition)
        {
            _problems.Add($"{ledger.TaskId}: {otherwise}");
        }
    }
}
