using BenchmarkDotNet.Attributes;
using CodexA2A.Runner.AppServer;
using CodexA2A.Runner.Mapping;

namespace CodexA2A.Benchmarks.Micro;

/// <summary>One delta of a recorded turn, from Codex's line to the A2A event, in the middle of a long message.</summary>
public class DeltaBenchmarks
{
    private const int Deltas = 1000;

    private readonly RecordedTurn _turn = new("demo");
    private Notification[] _before = [];
    private RecordedLine _delta = null!;

    [Params("item/agentMessage/delta", "item/reasoning/summaryTextDelta", "item/commandExecution/outputDelta")]
    public string Method { get; set; } = "";

    [GlobalSetup]
    public void Prepare()
    {
        var lines = _turn.Lines.ToList();
        // Not the first: a piece that begins a heading, said again and again, would make a status of each.
        var at = Enumerable.Range(0, lines.Count).Where(index => lines[index].Method == Method).Take(5).Last();
        _before = [.. lines.Take(at).Select(line => line.Decode())];
        _delta = lines[at];
    }

    [Benchmark(OperationsPerInvoke = Deltas)]
    public int DecodeAndMap()
    {
        var mapper = new TurnEventMapper(new TurnIdentity("p1-task", "context", _turn.ThreadId, null, "submit"), existing: null);
        foreach (var notification in _before)
        {
            mapper.Map(notification, DateTimeOffset.UnixEpoch);
        }

        var events = 0;
        for (var i = 0; i < Deltas; i++)
        {
            events += mapper.Map(_delta.Decode(), DateTimeOffset.UnixEpoch).Count;
        }

        return events >= Deltas ? events : throw new InvalidOperationException($"{events} events came of {Deltas} deltas.");
    }
}
