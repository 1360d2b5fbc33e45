using BenchmarkDotNet.Attributes;
using CodexA2A.Runner.AppServer;
using CodexA2A.Runner.Mapping;

namespace CodexA2A.Benchmarks.Micro;

/// <summary>From Codex's lines to A2A events, a whole recorded turn at a time.</summary>
public class MapperBenchmarks
{
    private readonly RecordedTurn _turn = new("demo");
    private Notification[] _decoded = [];

    [GlobalSetup]
    public void Prepare() => _decoded = [.. _turn.Decode()];

    [Benchmark]
    public int DecodeTurn() => _turn.Decode().Count();

    [Benchmark]
    public int MapTurn()
    {
        var mapper = new TurnEventMapper(new TurnIdentity("p1-task", "context", _turn.ThreadId, null, "submit"), existing: null);
        var events = 0;
        foreach (var notification in _decoded)
        {
            events += mapper.Map(notification, DateTimeOffset.UnixEpoch).Count;
        }

        return events > 0 ? events : throw new InvalidOperationException("The turn was not mapped.");
    }
}
