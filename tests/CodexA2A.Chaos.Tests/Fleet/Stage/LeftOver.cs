using System.Globalization;
using System.Text;
using CodexA2A.Runner.AppServer;

namespace CodexA2A.Chaos.Tests.Fleet.Stage;

/// <summary>Processes that belong to one fleet: by what stands in their environment, which children inherit.</summary>
internal static class LeftOver
{
    /// <summary>Those that name the fleet's folder, or carry the mark of one of its runners; with their command lines.</summary>
    public static IReadOnlyList<string> Of(string folder, IReadOnlySet<int> runners) =>
    [
        .. from path in Directory.EnumerateDirectories("/proc")
           where int.TryParse(Path.GetFileName(path), CultureInfo.InvariantCulture, out var pid) && pid != Environment.ProcessId
           let environment = Read(path, "environ").Split('\0')
           where environment.Any(variable => variable.Contains(folder, StringComparison.Ordinal) || IsOf(variable, runners))
           select $"{Path.GetFileName(path)}: {Read(path, "cmdline").Replace('\0', ' ')}",
    ];

    private static bool IsOf(string variable, IReadOnlySet<int> runners) =>
        variable.StartsWith(ProcessMark.Variable + "=", StringComparison.Ordinal)
        && ProcessMark.Parse(variable[(ProcessMark.Variable.Length + 1)..]) is { } mark
        && runners.Contains(mark.Pid);

    private static string Read(string path, string file)
    {
        try
        {
            return Encoding.UTF8.GetString(File.ReadAllBytes(Path.Combine(path, file)));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // It has ended meanwhile.
            return "";
        }
    }
}
