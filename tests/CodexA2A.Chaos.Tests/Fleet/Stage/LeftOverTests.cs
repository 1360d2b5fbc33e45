using System.Diagnostics;
using System.Globalization;
using CodexA2A.EndToEnd.Harness;
using CodexA2A.Runner.AppServer;

namespace CodexA2A.Chaos.Tests.Fleet.Stage;

/// <summary>The search that the other tests end with finds what it is there to find.</summary>
public sealed class LeftOverTests
{
    private static readonly string Nowhere = $"/nowhere-{Guid.NewGuid():N}";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("CODEX_HOME", false)]
    [InlineData(ProcessMark.Variable, true)]
    public async Task A_process_that_names_the_folder_or_carries_the_mark_of_a_runner_is_found_until_it_ends(string variable, bool marked)
    {
        var start = new ProcessStartInfo("sleep", ["600"]);
        // A number that no process has.
        start.Environment[variable] = marked ? new ProcessMark("chaos", 1, int.MaxValue, 1).ToString() : Nowhere + "/codex-home";
        using var process = Process.Start(start)!;
        try
        {
            await Waiting.ForAsync(() => Found().Count == 1, Stop);
            Assert.StartsWith(process.Id.ToString(CultureInfo.InvariantCulture) + ": sleep", Found()[0], StringComparison.Ordinal);
        }
        finally
        {
            process.Kill();
        }

        await process.WaitForExitAsync(Stop);
        Assert.Empty(Found());
    }

    private static IReadOnlyList<string> Found() => LeftOver.Of(Nowhere, new HashSet<int> { int.MaxValue });
}
