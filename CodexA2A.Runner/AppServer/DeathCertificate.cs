namespace CodexA2A.Runner.AppServer;

/// <summary>Why a process ended, from our side.</summary>
internal enum DeathReason
{
    /// <summary>It ended by itself: exit or signal.</summary>
    Exited,

    /// <summary>It closed its standard output but lived on; it was killed.</summary>
    OutputClosed,

    /// <summary>It printed a line longer than <c>Codex:MaxLineBytes</c>; it was killed.</summary>
    LineTooLong,

    /// <summary>It printed too many lines in a row that are no protocol; it was killed.</summary>
    Garbage,

    /// <summary>It did not read its standard input in time; it was killed.</summary>
    InputBlocked,

    /// <summary>It did not answer <c>initialize</c> in time; it was killed.</summary>
    InitializeTimedOut,

    /// <summary>We ended it: shutdown, recycling, or the turn that would not stop.</summary>
    Stopped,

    /// <summary>Reading from it failed.</summary>
    ReadFailed,
}

/// <summary>All that is known about the end of one app-server process; written once.</summary>
/// <param name="Generation">The process's own random id.</param>
/// <param name="Pid">Operating system id.</param>
/// <param name="ExitCode">Exit code; null when a signal ended it or nothing is known.</param>
/// <param name="Signal">Signal number on Unix; null otherwise.</param>
/// <param name="Reason">Why, from our side.</param>
/// <param name="Detail">One sentence for a log or a message.</param>
/// <param name="StderrTail">Its last lines on stderr, cleaned of colours and of known secrets. For logs, never for clients.</param>
internal sealed record DeathCertificate(
    string Generation,
    int Pid,
    int? ExitCode,
    int? Signal,
    DeathReason Reason,
    string Detail,
    IReadOnlyList<string> StderrTail)
{
    /// <summary>One sentence a person understands, without the stderr lines.</summary>
    public string Summary => (ExitCode, Signal) switch
    {
        (_, { } signal) => $"The Codex process {Pid} was ended by signal {signal}: {Detail}",
        ({ } code, _) => $"The Codex process {Pid} ended with exit code {code}: {Detail}",
        _ => $"The Codex process {Pid} ended: {Detail}",
    };

    /// <summary>For the log: the sentence and the last lines on stderr.</summary>
    public override string ToString() => StderrTail.Count == 0
        ? Summary
        : $"{Summary} Its last lines:{Environment.NewLine}{string.Join(Environment.NewLine, StderrTail)}{Environment.NewLine}";
}
