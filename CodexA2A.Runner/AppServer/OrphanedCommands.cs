using System.Globalization;
using System.Text;

namespace CodexA2A.Runner.AppServer;

/// <summary>
/// What a Codex process started and left behind. Once it is dead its children belong to init and its tree cannot be walked any
/// more, so each carries a mark in its environment, which children inherit. Where there is no /proc nothing is found.
/// </summary>
internal static class OrphanedCommands
{
    /// <summary>The variable that marks them; its value is the generation of the process.</summary>
    public const string Mark = "CODEX_A2A_PROCESS";

    // A process may start another while it is being looked for; a round that finds none is the last.
    private const int Rounds = 5;

    /// <summary>Kills them.</summary>
    /// <param name="generation">Generation of the dead process.</param>
    /// <param name="kill">Ends a process by its id.</param>
    /// <returns>How many there were.</returns>
    public static int Kill(string generation, Action<int> kill)
    {
        var killed = new HashSet<int>();
        for (var round = 0; round < Rounds; round++)
        {
            var found = Find(generation).Where(pid => pid != Environment.ProcessId && killed.Add(pid)).ToList();
            if (found.Count == 0)
                break;
            found.ForEach(kill);
        }

        return killed.Count;
    }

    private static IEnumerable<int> Find(string generation)
    {
        if (!OperatingSystem.IsLinux())
            yield break;
        var mark = Encoding.ASCII.GetBytes($"{Mark}={generation}");
        foreach (var folder in Directory.EnumerateDirectories("/proc"))
        {
            if (int.TryParse(Path.GetFileName(folder), NumberStyles.None, CultureInfo.InvariantCulture, out var pid) && Carries(folder, mark))
                yield return pid;
        }
    }

    // Variables are ended by NUL; the mark must be a whole one.
    private static bool Carries(string folder, ReadOnlySpan<byte> mark)
    {
        byte[] environment;
        try
        {
            environment = File.ReadAllBytes(Path.Combine(folder, "environ"));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // It has ended meanwhile, or is somebody else's.
            return false;
        }

        for (var rest = environment.AsSpan(); !rest.IsEmpty;)
        {
            var end = rest.IndexOf((byte)0);
            if ((end < 0 ? rest : rest[..end]).SequenceEqual(mark))
                return true;
            if (end < 0)
                return false;
            rest = rest[(end + 1)..];
        }

        return false;
    }
}
