using CodexA2A.Chaos.Tests.Fleet.Stage;
using CodexA2A.Chaos.Tests.Fleet.Turns;
using CodexA2A.Chaos.Tests.Ledgers;
using CodexA2A.Tasks;

namespace CodexA2A.Chaos.Tests.Fleet.Runs;

/// <summary>What a run came to: the clients' ledgers, the log and the files of the commands, side by side.</summary>
internal sealed class FleetReport
{
    /// <summary>How a turn may fail here: its owner was lost, and what it did is not known for sure, or it was lost too often (contracts.md §6).</summary>
    private static readonly string[] Named = ["TURN_INTERRUPTED", "TURN_OUTCOME_UNKNOWN", "TAKEOVER_LIMIT"];

    private readonly List<string> _problems = [];
    private readonly List<ChaosTurn> _turns = [];
    private readonly SortedDictionary<string, int> _failed = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, int> _recovered = new(StringComparer.Ordinal);

    private int _events;
    private int _completed;
    private int _lost;
    private int _repeated;
    private int _outOfOrder;
    private int _doubles;

    private FleetReport()
    {
    }

    /// <summary>Everything that is not as it must be.</summary>
    public IReadOnlyList<string> Problems => _problems;

    /// <summary>Reads the store and the files.</summary>
    public static async Task<FleetReport> ReadAsync(ChaosFleet fleet, IEnumerable<ChaosTurn> turns)
    {
        var report = new FleetReport();
        foreach (var turn in turns)
        {
            report.Add(turn, await StoredTask.ReadAsync(fleet.Store, turn.Ledger.TaskId), TurnFiles.Count(fleet.Workspace, turn.Text.Name));
        }

        return report;
    }

    /// <summary>One line of figures.</summary>
    public string Summary(string faults, TimeSpan took)
    {
        var times = _turns.SelectMany(turn => turn.Takeovers).Order().ToArray();
        var percentiles = times.Length == 0 ? "" : FormattableString.Invariant(
            $" (from the kill to the next owner's first event at the client: p50 {times[times.Length / 2].TotalSeconds:0.0} s, p95 {times[times.Length * 95 / 100].TotalSeconds:0.0} s of {times.Length})");
        string[] parts =
        [
            FormattableString.Invariant($"{_turns.Count} turns ({_completed} completed, {_failed.Values.Sum()} failed by name{Counts(_failed)})"),
            FormattableString.Invariant($"{_events} events, {_turns.Sum(turn => turn.Reconnects)} reconnects"),
            faults,
            FormattableString.Invariant($"{_turns.Sum(turn => turn.Kills)} turns lost an owner{percentiles}{Counts(_recovered)}"),
            FormattableString.Invariant($"lost {_lost}, repeated {_repeated}, out of order {_outOfOrder}; {_doubles} commands ran twice"),
            FormattableString.Invariant($"{took.TotalSeconds:0.0} s"),
        ];
        return string.Join("; ", parts);
    }

    private static string Counts(SortedDictionary<string, int> counts) =>
        counts.Count == 0 ? "" : ": " + string.Join(", ", counts.Select(pair => FormattableString.Invariant($"{pair.Key} {pair.Value}")));

    private void Add(ChaosTurn turn, StoredTask stored)
    {
        // An owner's mark takes a number and is never sent.
        var ids = stored.Log.Where(entry => entry.Kind != TaskEventKind.Marker).Select(entry => entry.Id).ToArray();
        var check = LedgerCheck.Of(turn.Ledger.Seen, ids);
        (_lost, _repeated, _outOfOrder, _events) = (_lost + check.Lost, _repeated + check.Repeated, _outOfOrder + check.OutOfOrder, _events + ids.Length);
        Require(check.IsClean && check.Resyncs == 0, turn, $"{check}");
        Require(stored.Log.Select(entry => entry.Id.Seq).SequenceEqual(Enumerable.Range(1, stored.Log.Count).Select(seq => (long)seq)), turn, "its log is not dense");
        Require(stored.Ends.Count() == 1 && stored.Ends.Single() == stored.Log[^1], turn, "its log does not end with its only end");
        _problems.AddRange(turn.Problems.Select(problem => $"{turn.Text.Name}: {problem}"));
    }

    private void Add(ChaosTurn turn, StoredTask stored, int lines)
    {
        _turns.Add(turn);
        Add(turn, stored);
        _doubles += lines > 1 ? 1 : 0;
        var task = stored.Task;
        if (RecoveryOf(task) is { } reason)
        {
            _recovered[reason] = _recovered.GetValueOrDefault(reason) + 1;
        }

        switch (task?.Status.State)
        {
            case TaskState.Completed:
                _completed++;
                Require(lines == 1, turn, $"COMPLETED, and its command ran {lines} times ({RecoveryOf(task)})");
                Require(Said(task).Contains(turn.Text.Answer, StringComparison.Ordinal), turn, "its answer is not whole");
                break;
            case TaskState.Failed:
                var code = (string?)task.Metadata?["codex"]?["error"]?["code"] ?? "without a code";
                _failed[code] = _failed.GetValueOrDefault(code) + 1;
                Require(lines <= 1, turn, $"FAILED, and its command ran {lines} times ({RecoveryOf(task)})");
                Require(Named.Contains(code), turn, $"FAILED with {code}: {task.Status.Message?.Parts[0].Text}");
                break;
            default:
                Require(false, turn, $"it is {task?.Status.State} in the end");
                break;
        }
    }

    private static string? RecoveryOf(AgentTask? task) => (string?)task?.Metadata?["codex"]?["recovery"]?["reason"];

    private static string Said(AgentTask task) => string.Concat((task.Artifacts ?? []).SelectMany(artifact => artifact.Parts).Select(part => part.Text));

    private void Require(bool condition, ChaosTurn turn, string otherwise)
    {
        if (!condition)
        {
            _problems.Add($"{turn.Text.Name} ({turn.Ledger.TaskId}): {otherwise}");
        }
    }
}
