namespace CodexA2A.Runner.Mapping.Exec;

/// <summary>Which command is mapped into which task.</summary>
/// <param name="Turn">The task.</param>
/// <param name="ProcessId">The caller's name of the command.</param>
/// <param name="Command">The command in one line.</param>
/// <param name="Tty">Whether it has a terminal.</param>
internal sealed record ExecIdentity(TurnIdentity Turn, string ProcessId, string Command, bool Tty)
{
    /// <summary>The folder that it runs in.</summary>
    public string Folder { get; init; } = ".";
}
