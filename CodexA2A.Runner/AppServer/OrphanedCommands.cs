using System.Globalization;
using System.Text;

namespace CodexA2A.Runner.AppServer;

/// <summary>
/// What a Codex process started and left behind, and what a service that was killed left behind, its Codex among it. Their tree
/// cannot be walked any more, so they are found by their <see cref="ProcessMark"/>. Where there is no /proc nothing is found.
/// </summary>
internal static class OrphanedCommands
{
    // A process may start another while it is being looked for; a round that finds none is the last.
    private const int Rounds = 5;

    private static readonly byte[] Prefix = Encoding.ASCII.GetBytes(ProcessMark.Variable + "=");

    /// <summary>Kills what a dead Codex process of this service left.</summary>
    /// <param name="generation">Its generation.</param>
    /// <param name="kill">Ends a process by its id.</param>
    /// <returns>How many there were.</returns>
    public static int Kill(string generation, Action<int> kill)
    {
        var own = ProcessMark.Of(generation);
        return Kill(mark => mark == own, kill);
    }

    /// <summary>The marks of processes whose service is dead.</summary>
    public static IReadOnlySet<ProcessMark> OfDeadOwners() => Marked().Select(process => process.Mark).Where(mark => mark.IsOwnerDead).ToHashSet();

    /// <summary>Kills what carries one of <paramref name="marks"/>, of services that are dead.</summary>
    /// <param name="marks">What <see cref="OfDeadOwners"/> found earlier.</param>
    /// <param name="kill">Ends a process by its id.</param>
    /// <returns>How many there were.</returns>
    public static int KillOfDeadOwners(IReadOnlySet<ProcessMark> marks, Action<int> kill) =>
        marks.Count == 0 ? 0 : Kill(mark => marks.Contains(mark) && mark.IsOwnerDead, kill);

    private static int Kill(Func<ProcessMark, bool> isMeant, Action<int> kill)
    {
        var killed = new HashSet<int>();
        for (var round = 0; round < Rounds; round++)
        {
            var found = Marked().Where(process => isMeant(process.Mark) && killed.Add(process.Pid)).ToList();
            if (found.Count == 0)
                break;
            found.ForEach(process => kill(process.Pid));
        }

        return killed.Count;
    }

    private static IEnumerable<(int Pid, ProcessMark Mark)> Marked()
    {
        if (!OperatingSystem.IsLinux())
            yield break;
        foreach (var folder in Directory.EnumerateDirectories("/proc"))
        {
            if (int.TryParse(Path.GetFileName(folder), NumberStyles.None, CultureInfo.InvariantCulture, out var pid)
                && pid != Environment.ProcessId
                && Read(folder) is { } mark)
                yield return (pid, mark);
        }
    }

    private static ProcessMark? Read(string folder)
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
            if (variable.StartsWith(Prefix))
                return ProcessMark.Parse(Encoding.ASCII.GetString(variable[Prefix.Length..]));
            if (end < 0)
                return null;
            rest = rest[(end + 1)..];
        }

        return null;
    }
}
