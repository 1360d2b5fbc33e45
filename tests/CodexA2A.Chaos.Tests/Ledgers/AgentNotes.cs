using System.Globalization;
using System.Text;

namespace CodexA2A.Chaos.Tests.Ledgers;

/// <summary>An agent's own ledger: a line for each thing that happened, written at once, so that a kill can only cut the last one.</summary>
internal sealed class AgentNotes(string folder, string agent) : IDisposable
{
    private const string Ending = ".notes";

    private readonly Lock _lock = new();
    private readonly FileStream _file = new(
        Path.Combine(folder, agent + Ending), FileMode.Append, FileAccess.Write, FileShare.Read, bufferSize: 0);

    /// <summary>Notes it.</summary>
    public void Write(AgentNote note, string about)
    {
        var line = Encoding.UTF8.GetBytes(string.Create(
            CultureInfo.InvariantCulture, $"{TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds()} {note} {about.ReplaceLineEndings(" | ")}\n"));
        lock (_lock)
        {
            _file.Write(line);
        }
    }

    public void Dispose() => _file.Dispose();

    /// <summary>Everything that was noted in this folder, by whom and in each one's order.</summary>
    public static IReadOnlyList<AgentLine> Read(string folder)
    {
        var lines = new List<AgentLine>();
        foreach (var path in Directory.EnumerateFiles(folder, "*" + Ending))
        {
            using var reader = new StreamReader(new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite));
            var text = reader.ReadToEnd();
            foreach (var line in text[..(text.LastIndexOf('\n') + 1)].Split('\n', StringSplitOptions.RemoveEmptyEntries))
            {
                var parts = line.Split(' ', 3);
                lines.Add(new AgentLine(
                    Path.GetFileNameWithoutExtension(path),
                    DateTimeOffset.FromUnixTimeMilliseconds(long.Parse(parts[0], CultureInfo.InvariantCulture)),
                    Enum.Parse<AgentNote>(parts[1]),
                    parts[2]));
            }
        }

        return lines;
    }

    /// <summary>The turns that an agent has and has not ended, as far as it came to note it.</summary>
    public static HashSet<string> OpenTurns(IEnumerable<AgentLine> lines, string agent)
    {
        var open = new HashSet<string>();
        foreach (var line in lines.Where(line => line.Agent == agent))
        {
            _ = line.Note switch
            {
                AgentNote.Begun or AgentNote.TookOver => open.Add(line.About),
                AgentNote.Completed or AgentNote.Failed or AgentNote.Left => open.Remove(line.About),
                _ => false,
            };
        }

        return open;
    }

    /// <summary>The tasks whose completion was acknowledged more than once.</summary>
    public static IEnumerable<string> CompletedTwice(IEnumerable<AgentLine> lines) =>
        lines.Where(line => line.Note == AgentNote.Completed).GroupBy(line => line.About).Where(group => group.Count() > 1).Select(group => group.Key);
}
