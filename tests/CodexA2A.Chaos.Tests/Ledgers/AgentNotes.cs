using System.Text;

namespace CodexA2A.Chaos.Tests.Ledgers;

/// <summary>What an agent notes.</summary>
internal enum AgentNote
{
    /// <summary>A turn is begun; the log has acknowledged it.</summary>
    Begun,

    /// <summary>A turn that another began is this agent's now.</summary>
    TookOver,

    /// <summary>The log has acknowledged the end of a turn.</summary>
    Completed,

    /// <summary>The log has acknowledged that a turn failed.</summary>
    Failed,

    /// <summary>A turn was left unfinished, for whatever reason.</summary>
    Left,

    /// <summary>A write was refused: the lease is another's.</summary>
    Fenced,

    /// <summary>The writer of a session gave up: fenced, or the store was silent for a lease time.</summary>
    Lost,

    /// <summary>A session's work was stopped: its lease is lost, or was not renewed in time.</summary>
    Stopped,

    /// <summary>A session was let go of, because the store could not be reached.</summary>
    LetGo,

    /// <summary>A fault of the agent itself.</summary>
    Error,
}

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
        var line = Encoding.UTF8.GetBytes($"{note} {about.ReplaceLineEndings(" | ")}\n");
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
                var space = line.IndexOf(' ', StringComparison.Ordinal);
                lines.Add(new AgentLine(Path.GetFileNameWithoutExtension(path), Enum.Parse<AgentNote>(line[..space]), line[(space + 1)..]));
            }
        }

        return lines;
    }
}

/// <summary>One line of it.</summary>
/// <param name="Agent">Whose.</param>
/// <param name="Note">What happened.</param>
/// <param name="About">The task; the session or the error, where it is not about one.</param>
internal sealed record AgentLine(string Agent, AgentNote Note, string About);
