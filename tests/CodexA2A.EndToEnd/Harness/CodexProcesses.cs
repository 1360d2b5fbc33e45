using System.Diagnostics;

namespace CodexA2A.EndToEnd.Harness;

/// <summary>The Codex processes of one service, from /proc.</summary>
internal static class CodexProcesses
{
    /// <summary>SIGKILL; only the children of this test's own service.</summary>
    public static void Kill(int service)
    {
        foreach (var pid in Of(service))
        {
            Process.GetProcessById(pid).Kill();
        }
    }

    public static bool IsAlive(int pid) => Stat(pid) is { } stat && stat[0] != "Z";

    /// <summary>Some process has that word in its command line.</summary>
    public static bool Mentions(string word) => CommandLines().Any(line => line.Contains(word, StringComparison.Ordinal));

    /// <summary>A program runs with that one argument.</summary>
    public static bool IsRunning(string program, string argument) => CommandLines().Any(line => line == $"{program}\0{argument}\0");

    private static IEnumerable<string> CommandLines()
    {
        foreach (var folder in Directory.EnumerateDirectories("/proc").Where(folder => int.TryParse(Path.GetFileName(folder), out _)))
        {
            string line;
            try
            {
                line = File.ReadAllText($"{folder}/cmdline");
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                // It ended while we looked.
                continue;
            }

            yield return line;
        }
    }

    /// <summary>The fields of /proc/PID/stat behind the name: state, parent, group, session, …; null when it is gone.</summary>
    public static string[]? Stat(int pid)
    {
        try
        {
            var stat = File.ReadAllText($"/proc/{pid}/stat");
            return stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
        }
        catch (IOException)
        {
            return null;
        }
    }

    public static IEnumerable<int> Of(int service)
    {
        foreach (var folder in Directory.EnumerateDirectories("/proc"))
        {
            if (!int.TryParse(Path.GetFileName(folder), out var pid))
            {
                continue;
            }

            string command;
            try
            {
                command = File.ReadAllText($"{folder}/cmdline");
            }
            catch (IOException)
            {
                // It ended while we looked.
                continue;
            }

            if (Stat(pid) is { } stat && stat[1] == $"{service}" && command.Contains("app-server", StringComparison.Ordinal))
            {
                yield return pid;
            }
        }
    }
}
