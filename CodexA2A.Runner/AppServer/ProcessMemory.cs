using System.Globalization;

namespace CodexA2A.Runner.AppServer;

/// <summary>Resident memory of a process, where the system tells it as a file.</summary>
internal static class ProcessMemory
{
    /// <summary>Resident bytes; null when they cannot be told (not Linux, process gone).</summary>
    public static long? ResidentBytes(int pid)
    {
        try
        {
            var fields = File.ReadAllText($"/proc/{pid.ToString(CultureInfo.InvariantCulture)}/statm").Split(' ');
            return fields.Length > 1 && long.TryParse(fields[1], NumberStyles.None, CultureInfo.InvariantCulture, out var pages)
                ? pages * Environment.SystemPageSize
                : null;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
