using BenchmarkDotNet.Columns;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Diagnosers;
using BenchmarkDotNet.Exporters;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Loggers;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;
using CodexA2A.Benchmarks.Bindings;

namespace CodexA2A.Benchmarks.Micro;

/// <summary>Runs the micro-benchmarks in this process: nothing is restored or built for them.</summary>
internal static class MicroBenchmarks
{
    /// <summary>Those of <c>micro</c>.</summary>
    public static readonly IReadOnlyList<Type> All = [typeof(MapperBenchmarks), typeof(DeltaBenchmarks), typeof(JsonBenchmarks), typeof(SseBenchmarks), typeof(LogBenchmarks)];

    /// <summary>Those of <c>bindings</c>.</summary>
    public static readonly IReadOnlyList<Type> Bindings = [typeof(EncodeBenchmarks), typeof(DecodeBenchmarks)];

    /// <summary><c>--filter TEXT</c> takes only the classes whose name has it.</summary>
    public static int Run(Arguments arguments, IReadOnlyList<Type> all)
    {
        var filter = arguments.Text("filter") ?? "";
        using var folder = new Harness.BenchFolder();
        var config = ManualConfig.CreateEmpty()
            .AddJob(Job.ShortRun.WithToolchain(InProcessEmitToolchain.Instance))
            .AddDiagnoser(MemoryDiagnoser.Default)
            .AddColumnProvider(DefaultColumnProviders.Instance)
            .AddExporter(MarkdownExporter.GitHub)
            .AddLogger(ConsoleLogger.Default)
            .WithArtifactsPath(folder.New("artifacts"));
        var summaries = all.Where(type => type.Name.Contains(filter, StringComparison.OrdinalIgnoreCase))
            .Select(type => BenchmarkRunner.Run(type, config)).ToList();
        return summaries.Count > 0 && summaries.All(summary => summary.Reports.Length > 0 && summary.Reports.All(report => report.Success)) ? 0 : 1;
    }
}
