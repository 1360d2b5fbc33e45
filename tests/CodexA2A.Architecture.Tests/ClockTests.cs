using CodexA2A.Architecture.Tests.Assemblies;

namespace CodexA2A.Architecture.Tests;

/// <summary>Time is read from a TimeProvider, so that a test can own it; nothing blocks a thread to wait.</summary>
public sealed class ClockTests
{
    private static readonly string[] Forbidden =
    [
        "System.DateTime::get_Now", "System.DateTime::get_UtcNow", "System.DateTime::get_Today",
        "System.DateTimeOffset::get_Now", "System.DateTimeOffset::get_UtcNow",
        "System.Environment::get_TickCount", "System.Environment::get_TickCount64",
        "System.Threading.Thread::Sleep",
    ];

    [Fact]
    public void Nothing_reads_the_machine_clock_or_sleeps() =>
        Findings.None(ProductAssembly.Types.SelectMany(type => type.Members.Intersect(Forbidden).Select(member => $"{type.Name} uses {member}")));

    /// <summary>A source with a limit takes its TimeProvider in its constructor; one that is given a limit later may wait by the machine's clock.</summary>
    [Fact]
    public void Limits_of_the_runner_have_a_clock_of_their_own() =>
        Findings.None(ProductAssembly.Types.Where(type => type.Name.StartsWith("CodexA2A.Runner.", StringComparison.Ordinal)
            && type.Members.Contains("System.Threading.CancellationTokenSource::CancelAfter")).Select(type => $"{type.Name} uses CancelAfter"));
}
