using CodexA2A.Runner.AppServer.Protocol;

namespace CodexA2A.Runner.Exec;

/// <summary>What is started, where, and within which limits.</summary>
/// <param name="Command">The program and its arguments.</param>
/// <param name="Folder">Absolute path of the folder.</param>
/// <param name="Timeout">How long it may run.</param>
/// <param name="OutputBytesCap">Most output of each stream, bytes.</param>
internal sealed record ExecLaunch(IReadOnlyList<string> Command, string Folder, TimeSpan Timeout, long OutputBytesCap)
{
    /// <summary>The fence; null leaves it to Codex's own configuration.</summary>
    public SandboxPolicy? Sandbox { get; init; }

    /// <summary>True for one whose output is told as it comes, and that can be typed to; else it is in the result.</summary>
    public bool Streams { get; init; } = true;

    /// <summary>With a terminal.</summary>
    public bool Tty { get; init; }

    /// <summary>Lines of the terminal.</summary>
    public int? Rows { get; init; }

    /// <summary>Columns of the terminal.</summary>
    public int? Cols { get; init; }
}
