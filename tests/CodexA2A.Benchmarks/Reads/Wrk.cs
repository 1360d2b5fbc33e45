using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;

namespace CodexA2A.Benchmarks.Reads;

/// <summary>The load generator wrk: a client that costs little itself.</summary>
internal static partial class Wrk
{
    /// <summary>Loads one address for some seconds and gives the answers per second.</summary>
    /// <exception cref="InvalidOperationException">wrk is missing, or an answer was not a success.</exception>
    public static async Task<double> RunAsync(Uri address, string? token, int connections, int seconds, CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo("wrk", [
            "-t", connections == 1 ? "1" : "2", "-c", $"{connections}", "-d", $"{seconds}s",
            .. token is null ? [] : (string[])["-H", $"Authorization: Bearer {token}"], "-H", "A2A-Version: 1.0", address.ToString()])
        {
            RedirectStandardOutput = true,
        };
        using var process = Start(start);
        var said = await process.StandardOutput.ReadToEndAsync(cancellationToken);
        await process.WaitForExitAsync(cancellationToken);
        if (process.ExitCode != 0 || said.Contains("Non-2xx", StringComparison.Ordinal) || said.Contains("Socket errors", StringComparison.Ordinal))
        {
            throw new InvalidOperationException($"wrk had failures:\n{said}");
        }

        return double.Parse(PerSecond().Match(said).Groups[1].Value, CultureInfo.InvariantCulture);
    }

    private static Process Start(ProcessStartInfo start)
    {
        try
        {
            return Process.Start(start)!;
        }
        catch (Win32Exception exception)
        {
            throw new InvalidOperationException("wrk is missing. Install it: apt-get install wrk", exception);
        }
    }

    [GeneratedRegex(@"Requests/sec:\s+([0-9.]+)")]
    private static partial Regex PerSecond();
}
