using CodexA2A.Benchmarks;
using CodexA2A.Benchmarks.SideBySide;

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
    Console.Error.WriteLine("Usage: CodexA2A.Benchmarks side-by-side [--name value]...; see docs/benchmarks.md");
    return 2;
}
