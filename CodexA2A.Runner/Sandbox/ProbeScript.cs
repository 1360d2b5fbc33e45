using System.Collections.Frozen;
using System.Globalization;

namespace CodexA2A.Runner.Sandbox;

/// <summary>The command that is run in the sandbox, and what it prints: one line <c>question=yes|no</c> for each, and nothing of what it reads. Pure.</summary>
internal static class ProbeScript
{
    public const string Home = "home";
    public const string Data = "data";
    public const string Environment = "environment";
    public const string Network = "network";

    /// <summary>The last line: it ran to its end.</summary>
    public const string End = "end";

    // A process is the one that is meant when it began at the same tick: where processes are hidden, the number is another's.
    private const string Text = """
        say() { printf '%s=%s\n' "$1" "$2"; }
        reads() { [ -z "$2" ] || if [ -n "$(cat "$2" 2>/dev/null)" ]; then say "$1" yes; else say "$1" no; fi; }
        [ -z "$1" ] || (printf x >"$1") 2>/dev/null
        reads home "$2"
        reads data "$3"
        port=$4 word=$5
        shift 5
        if [ -r /proc/self/stat ] && [ $# -gt 0 ]; then
          seen=no
          for process; do
            stat=$(cat "/proc/${process%%:*}/stat" 2>/dev/null) || continue
            began=$(set -- ${stat##*) }; printf %s "${20}")
            [ "$began" = "${process##*:}" ] || continue
            [ "$(head -c 1 "/proc/${process%%:*}/environ" 2>/dev/null | wc -c)" -eq 0 ] || seen=yes
          done
          say environment "$seen"
        fi
        if command -v bash >/dev/null 2>&1; then
          bash -c 'printf %s "$2" >"/dev/tcp/127.0.0.1/$1"' probe "$port" "$word" 2>/dev/null
          say network yes
        elif command -v nc >/dev/null 2>&1; then
          printf %s "$word" | nc -w 2 127.0.0.1 "$port" >/dev/null 2>&1
          say network yes
        fi
        say end yes
        """;

    private static readonly FrozenSet<string> Questions = FrozenSet.Create(StringComparer.Ordinal, Home, Data, Environment, Network, End);

    /// <summary>Program and arguments.</summary>
    /// <param name="places">What it tries to write and to read.</param>
    /// <param name="port">The port of this machine that it tries to reach.</param>
    /// <param name="word">What it says there.</param>
    /// <param name="processes">Whose environment it tries to read, each as <c>id:start</c>, as /proc tells them.</param>
    public static IReadOnlyList<string> Command(ProbePlaces places, int port, string word, IEnumerable<string> processes) =>
        ["/bin/sh", "-c", Text.ReplaceLineEndings("\n"), "probe", places.Outside ?? "", places.HomeCanary ?? "", places.DataCanary ?? "", port.ToString(CultureInfo.InvariantCulture), word, .. processes];

    /// <summary>The answers in what it printed; other lines are passed over.</summary>
    public static IReadOnlyDictionary<string, string> Parse(string output)
    {
        var said = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var line in output.Split('\n', StringSplitOptions.TrimEntries))
        {
            if (line.Split('=') is [var question, SandboxReport.Yes or SandboxReport.No] pair && Questions.Contains(question))
            {
                said[question] = pair[1];
            }
        }

        return said;
    }
}
