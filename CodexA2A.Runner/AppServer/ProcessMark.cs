using System.Globalization;

namespace CodexA2A.Runner.AppServer;

/// <summary>
/// What Codex and all that it starts carry in their environment, which children inherit: the generation of the Codex process, and
/// the service that owns it. A process is told from a later one of its number by its start, and from one of another container by
/// its namespace. Where there is no /proc both are 0.
/// </summary>
/// <param name="Generation">Generation of the Codex process.</param>
/// <param name="Space">Namespace of the owner's number.</param>
/// <param name="Pid">The owner's number.</param>
/// <param name="Start">When it started, in the system's own unit since its boot.</param>
internal readonly record struct ProcessMark(string Generation, long Space, int Pid, long Start)
{
    /// <summary>The variable.</summary>
    public const string Variable = "CODEX_A2A_PROCESS";

    private static readonly long OwnSpace = SpaceOf("self");
    private static readonly long OwnStart = StartOf(Environment.ProcessId) ?? 0;

    /// <summary>True when the owner is one whose life can be seen from here, and is dead for sure.</summary>
    public bool IsOwnerDead => Space != 0 && Space == OwnSpace && Start != 0 && StartOf(Pid) is { } start && start != Start;

    /// <summary>The mark of what this process owns.</summary>
    public static ProcessMark Of(string generation) => new(generation, OwnSpace, Environment.ProcessId, OwnStart);

    /// <summary>Reads the variable's value; null when it is none of ours.</summary>
    public static ProcessMark? Parse(string value) =>
        value.Split('.') is [var generation, var space, var pid, var start]
        && long.TryParse(space, NumberStyles.None, CultureInfo.InvariantCulture, out var spaceNumber)
        && int.TryParse(pid, NumberStyles.None, CultureInfo.InvariantCulture, out var pidNumber)
        && long.TryParse(start, NumberStyles.None, CultureInfo.InvariantCulture, out var startNumber)
            ? new ProcessMark(generation, spaceNumber, pidNumber, startNumber)
            : null;

    /// <inheritdoc />
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Generation}.{Space}.{Pid}.{Start}");

    private static long SpaceOf(string process)
    {
        try
        {
            // "pid:[4026531836]"
            var link = new FileInfo($"/proc/{process}/ns/pid").LinkTarget ?? "";
            return long.TryParse(link.AsSpan(link.IndexOf('[', StringComparison.Ordinal) + 1).TrimEnd(']'), NumberStyles.None, CultureInfo.InvariantCulture, out var space) ? space : 0;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return 0;
        }
    }

    /// <summary>0 when there is no such process, or it only waits to be reaped; null when that cannot be told.</summary>
    private static long? StartOf(int pid)
    {
        try
        {
            // The name, in brackets, may hold anything; behind it the fields are counted from 3: the state, and the start as number 22.
            var stat = File.ReadAllText($"/proc/{pid.ToString(CultureInfo.InvariantCulture)}/stat");
            var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
            return fields[0] is "Z" or "X" ? 0 : long.Parse(fields[19], NumberStyles.None, CultureInfo.InvariantCulture);
        }
        catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException)
        {
            return Directory.Exists("/proc/self") ? 0 : null;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
