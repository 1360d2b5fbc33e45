using CodexA2A.Benchmarks;
using CodexA2A.Benchmarks.Idle;
using CodexA2A.Benchmarks.Latency;
using CodexA2A.Benchmarks.Memory;
using CodexA2A.Benchmarks.Micro;
using CodexA2A.Benchmarks.Reads;
using CodexA2A.Benchmarks.SideBySide;
using CodexA2A.Benchmarks.Starts;

var arguments = new Arguments(args.Skip(1));
using var ends = new CancellationTokenSource();
Console.CancelKeyPress += (_, interrupt) =>
{
    interrupt.Cancel = true;
    ends.Cancel();
};
try
{
    return args.FirstOrDefault() switch
    {
        "side-by-side" => await SideBySideBench.RunAsync(arguments, ends.Token),
        "latency" => await DeltaLatencyBench.RunAsync(arguments, ends.Token),
        "memory" => await MemoryBench.RunAsync(arguments, ends.Token),
        "reads" => await ReadsBench.RunAsync(arguments, ends.Token),
        "idle" => await IdleStreamsBench.RunAsync(arguments, ends.Token),
        "start" => await StartBench.RunAsync(arguments, ends.Token),
        "micro" => MicroBenchmarks.Run(arguments),
        _ => Usage(),
    };
}
#pragma warning disable CA1031 // Unhandled, it would leave the measured processes behind: they are ended on the way up.
catch (Exception exception)
#pragma warning restore CA1031
{
    Console.Error.WriteLine(exception);
    return 1;
}

static int Usage()
{
    Console.Error.WriteLine("Usage: CodexA2A.Benchmarks side-by-side|latency|memory|reads|idle|start|micro [--name value]...; see docs/benchmarks.md");
    return 2;
}
