using System.Text.Json.Serialization;

namespace CodexA2A.Tasks;

/// <summary>
/// Run a command of the caller's as a task of its own. A release that does not know it ends the task, because of <see cref="Turn"/>;
/// it is never run twice, also not after a loss.
/// </summary>
public sealed record RunExec : BeginTask
{
    /// <summary>Tells a release that does not know this kind that a task waits (<see cref="UnknownCommand.IsTurn"/>).</summary>
    public bool Turn { get; init; } = true;

    /// <summary>The caller's name of it, unique among what runs of the caller's.</summary>
    public required string ProcessId { get; init; }

    /// <summary>The command as the caller wrote it, for people.</summary>
    public required string Line { get; init; }

    /// <summary>The program and its arguments.</summary>
    public required IReadOnlyList<string> Command { get; init; }

    /// <summary>The folder to run in, as the caller names it; null for the workspace root.</summary>
    public string? Directory { get; init; }

    /// <summary>True for one with a terminal.</summary>
    public bool Tty { get; init; }

    /// <summary>Lines of the terminal; null with <see cref="Cols"/>.</summary>
    public int? Rows { get; init; }

    /// <summary>Columns of the terminal.</summary>
    public int? Cols { get; init; }

    /// <summary>Most output of each stream, bytes.</summary>
    public required long OutputBytesCap { get; init; }

    /// <summary>How long it may run, milliseconds; null for as long as the runner lets it.</summary>
    public long? TimeoutMs { get; init; }
}

/// <summary>Do something to a command that runs. One that comes to no running command of its task is refused; whoever waits is told.</summary>
public sealed record DriveExec : TurnCommand
{
    /// <summary>Write to its input, or close that.</summary>
    public const string Write = "write";

    /// <summary>Change the size of its terminal.</summary>
    public const string Resize = "resize";

    /// <summary>End it.</summary>
    public const string Terminate = "terminate";

    /// <summary>So many commands its session keeps at most; what its owner was told of is not kept when another one comes.</summary>
    [JsonIgnore]
    public int MaxKept { get; init; } = 1_000;

    /// <summary>As <see cref="RunExec.ProcessId"/>.</summary>
    public required string ProcessId { get; init; }

    /// <summary>What to do, one of the words above.</summary>
    public required string Action { get; init; }

    /// <summary>To <see cref="Write"/>: the bytes, in Base64.</summary>
    public string? DeltaBase64 { get; init; }

    /// <summary>To <see cref="Write"/>: close the input afterwards.</summary>
    public bool CloseStdin { get; init; }

    /// <summary>To <see cref="Resize"/>: lines.</summary>
    public int Rows { get; init; }

    /// <summary>To <see cref="Resize"/>: columns.</summary>
    public int Cols { get; init; }
}
