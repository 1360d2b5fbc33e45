using System.Globalization;

namespace CodexA2A.FakeCodex;

/// <summary>
/// What the fake does, given as Codex's own <c>-c key=value</c> so that it passes through the real start: <c>fake.fault</c>
/// (names of <see cref="Fault"/>, separated by commas; they hold for the whole process) and some numbers. A fault that
/// concerns a turn can also be asked for by a message <c>fault: name</c>, for that turn only.
/// </summary>
internal sealed class FakeSettings
{
    /// <summary>The version the real tests are written for.</summary>
    public const string DefaultVersion = "0.169.0";

    private readonly Dictionary<string, string> _values;
    private readonly HashSet<string> _faults;

    private FakeSettings(Dictionary<string, string> values)
    {
        _values = values;
        _faults = [.. Text("fault", "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)];
    }

    /// <summary>Version in the user agent.</summary>
    public string Version => Text("version", DefaultVersion);

    /// <summary>Exit code of <see cref="Fault.ExitAtOnce"/>.</summary>
    public int ExitCode => Number("exit_code", 1);

    /// <summary>What is printed to stderr before an end.</summary>
    public string Stderr => Text("stderr", "error: the fake was told to end");

    /// <summary>Deltas of an answer.</summary>
    public int Deltas => Number("deltas", 3);

    /// <summary>Milliseconds before each answer and each delta.</summary>
    public int DelayMs => Number("delay_ms", 0);

    /// <summary>Milliseconds from an interrupt, which is answered at once, to the end of its turn.</summary>
    public int InterruptMs => Number("interrupt_ms", 0);

    /// <summary>How many interrupts come before the turn can be interrupted.</summary>
    public int InterruptDeaf => Number("interrupt_deaf", 0);

    /// <summary>How many requests are put off with -32001 first.</summary>
    public int Overload => Number("overload", 0);

    /// <summary>Length of the long line.</summary>
    public int LineBytes => Number("line_bytes", 64 * 1024 * 1024);

    /// <summary>Whether the process as a whole has that fault.</summary>
    public bool Has(string fault) => _faults.Contains(fault);

    /// <summary>Reads the <c>-c fake.*=…</c> arguments; everything else is ignored.</summary>
    public static FakeSettings Parse(string[] args)
    {
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        for (var i = 0; i + 1 < args.Length; i++)
        {
            if (args[i] != "-c" || args[i + 1].Split('=', 2) is not [var key, var value] || !key.StartsWith("fake.", StringComparison.Ordinal))
                continue;
            values[key["fake.".Length..]] = value.Trim('"');
        }

        return new FakeSettings(values);
    }

    private string Text(string key, string fallback) => _values.GetValueOrDefault(key, fallback);

    private int Number(string key, int fallback) =>
        int.TryParse(_values.GetValueOrDefault(key), CultureInfo.InvariantCulture, out var number) ? number : fallback;
}
