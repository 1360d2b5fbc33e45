using System.Runtime.InteropServices;
using CodexA2A.Benchmarks;
using CodexA2A.Benchmarks.Boundary;
using CodexA2A.Benchmarks.Foreign;
using CodexA2A.Benchmarks.Idle;
using CodexA2A.Benchmarks.Large;
using CodexA2A.Benchmarks.Latency;
using CodexA2A.Benchmarks.Lists;
using CodexA2A.Benchmarks.Logins;
using CodexA2A.Benchmarks.Memory;
using CodexA2A.Benchmarks.Micro;
using CodexA2A.Benchmarks.OpenTasks;
using CodexA2A.Benchmarks.Reads;
using CodexA2A.Benchmarks.SideBySide;
using CodexA2A.Benchmarks.Slow;
using CodexA2A.Benchmarks.Starts;
using CodexA2A.Benchmarks.Store;
using CodexA2A.Benchmarks.Streams;
using CodexA2A.Benchmarks.Takeovers;
using CodexA2A.Benchmarks.Telemetry;
using CodexA2A.Benchmarks.Workers;

var isWorker = args.FirstOrDefault() == WorkerMain.Name;
var arguments = new Arguments(isWorker ? [] : args.Skip(1));
using var ends = new CancellationTokenSource();
using var interrupted = PosixSignalRegistration.Create(PosixSignal.SIGINT, End);
using var terminated = PosixSignalRegistration.Create(PosixSignal.SIGTERM, End);
try
{
    return args.FirstOrDefault() switch
    {
        "side-by-side" => await SideBySideBench.RunAsync(arguments, ends.Token),
        "latency" => await DeltaLatencyBench.RunAsync(arguments, ends.Token),
        "memory" => await MemoryBench.RunAsync(arguments, ends.Token),
        "reads" => await ReadsBench.RunAsync(arguments, ends.Token),
        "large" => await LargeBench.RunAsync(arguments, ends.Token),
        "idle" => await IdleStreamsBench.RunAsync(arguments, ends.Token),
        "slow" => await SlowBench.RunAsync(arguments, ends.Token),
        "wrong-tokens" => await WrongTokensBench.RunAsync(arguments, ends.Token),
        "start" => await StartBench.RunAsync(arguments, ends.Token),
        "store" => await StoreBench.RunAsync(arguments, ends.Token),
        "streams" => await StreamsBench.RunAsync(arguments, ends.Token),
        "list" => await ListBench.RunAsync(arguments, ends.Token),
        "foreign" => await ForeignBench.RunAsync(arguments, ends.Token),
        "boundary" => await BoundaryBench.RunAsync(arguments, ends.Token),
        "open-tasks" => await OpenTasksBench.RunAsync(arguments, ends.Token),
        "telemetry" => await TelemetryBench.RunAsync(arguments, ends.Token),
        "takeover" => await TakeoverBench.RunAsync(arguments, ends.Token),
        WorkerMain.Name => await WorkerMain.RunAsync(args.ElementAtOrDefault(1), ends.Token),
        "micro" => MicroBenchmarks.Run(arguments, MicroBenchmarks.All),
        "bindings" => MicroBenchmarks.Run(arguments, MicroBenchmarks.Bindings),
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

void End(PosixSignalContext signal)
{
    signal.Cancel = true;
    ends.Cancel();
}

static int Usage()
{
    Console.Error.WriteLine("Usage: CodexA2A.Benchmarks side-by-side|latency|memory|reads|large|idle|slow|wrong-tokens|start|store|streams|list|foreign|boundary|open-tasks|takeover|telemetry|micro|bindings [--name value]...; see docs/benchmarks.md");
    return 2;
}
