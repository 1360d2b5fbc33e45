using System.Diagnostics;

namespace CodexA2A.Benchmarks.Takeovers;

/// <summary>What a killed process had started.</summary>
internal static class Leftovers
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(10);

    /// <summary>Waits until they have ended; ends those that do not, by their ids. True when there were such.</summary>
    public static async Task<bool> EndAsync(IReadOnlyList<int> pids, CancellationToken cancellationToken)
    {
        var began = TimeProvider.System.GetTimestamp();
        var left = pids;
        while ((left = [.. left.Where(Runs)]).Count > 0 && TimeProvider.System.GetElapsedTime(began) < Limit)
        {
            await Task.Delay(20, cancellationToken);
        }

        foreach (var pid in left)
        {
            try
            {
                using var process = Process.GetProcessById(pid);
                process.Kill();
            }
            catch (ArgumentException)
            {
                // By now it has ended.
            }
        }

        return left.Count > 0;
    }

    // A zombie is not: nobody waits for it, but it has ended.
    private static bool Runs(int pid)
    {
        try
        {
            var text = File.ReadAllText($"/proc/{pid}/stat");
            return text[text.LastIndexOf(')') + 2] != 'Z';
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}
