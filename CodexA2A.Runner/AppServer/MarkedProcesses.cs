using System.Globalization;
using System.Text;

namespace CodexA2A.Runner.AppServer;

/// <summary>Processes found by a variable of their environment, which children inherit, whatever became of their parents. Where there is no /proc none is found.</summary>
internal static class MarkedProcesses
{
    // A process may start another while it is being looked for; a round that finds none is the last.
    private const int Rounds = 5;

    /// <summary>Kills those whose value of <paramref name="variable"/> is meant, and what they start meanwhile.</summary>
    /// <param name="variable">Its name.</param>
    /// <param name="isMeant">Whether a process, by its id, with that value is.</param>
    /// <param name="kill">Ends a process by its id.</param>
    /// <returns>How many there were.</returns>
    public static int Kill(string variable, Func<int, string, bool> isMeant, Action<int> kill)
    {
        var killed = new HashSet<int>();
        for (var round = 0; round < Rounds; round++)
        {
            var found = With(variable).Where(process => isMeant(process.Pid, process.Value) && killed.Add(process.Pid)).ToList();
            if (found.Count == 0)
                break;
            found.ForEach(process => kill(process.Pid));
        }

        return killed.Count;
    }

    /// <summary>All that have the variable, but this one.</summary>
    /// <param name="variable">Its name.</param>
    /// <param name="folder">Where processes are listed.</param>
    public static IEnumerable<(int Pid, string Value)> With(string variable, string folder = "/proc")
    {
        if (!OperatingSystem.IsLinux())
            yield break;
        var prefix = Encoding.ASCII.GetBytes(variable + "=");
        foreach (var process in List(folder))
        {
            if (int.TryParse(Path.GetFileName(process), NumberStyles.None, CultureInfo.InvariantCulture, out var pid)
                && pid != Environment.ProcessId
                && Read(process, prefix) is { } value)
                yield return (pid, value);
        }
    }

    /// <summary>Whether a process has the variable with that value; false when it has ended.</summary>
    /// <param name="pid">Its id.</param>
    /// <param name="variable">Its name.</param>
    /// <param name="value">Its value.</param>
    public static bool Has(int pid, string variable, string value) =>
        Read($"/proc/{pid.ToString(CultureInfo.InvariantCulture)}", Encoding.ASCII.GetBytes(variable + "=")) == value;

    private static string[] List(string folder)
    {
        try
        {
            return Directory.GetDirectories(folder);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // It is looked for from timers, too: too many open files, say, must not end the runner.
            return [];
        }
    }

    private static string? Read(string folder, byte[] prefix)
    {
        byte[] environment;
        try
        {
            environment = File.ReadAllBytes(Path.Combine(folder, "environ"));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // It has ended meanwhile, or is somebody else's.
            return null;
        }

        // Variables are ended by NUL.
        for (var rest = environment.AsSpan(); !rest.IsEmpty;)
        {
            var end = rest.IndexOf((byte)0);
            var variable = end < 0 ? rest : rest[..end];
            if (variable.StartsWith(prefix))
                return Encoding.ASCII.GetString(variable[prefix.Length..]);
            if (end < 0)
                return null;
            rest = rest[(end + 1)..];
        }

        return null;
    }
}
