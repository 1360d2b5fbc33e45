using System.Diagnostics;
using System.Globalization;

namespace CodexA2A.Testing;

/// <summary>Stops processes that this test started, and lets them go on, by their pid.</summary>
internal static class Signals
{
    public static Task StopAsync(int pid) => SendAsync("-STOP", pid);

    public static Task ContinueAsync(int pid) => SendAsync("-CONT", pid);

    private static async Task SendAsync(string signal, int pid)
    {
        using var kill = Process.Start("kill", [signal, pid.ToString(CultureInfo.InvariantCulture)]);
        await kill.WaitForExitAsync();
        if (kill.ExitCode != 0)
        {
            throw new InvalidOperationException($"Process {pid} could not be sent {signal}.");
        }
    }
}
