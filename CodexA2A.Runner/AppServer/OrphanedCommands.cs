namespace CodexA2A.Runner.AppServer;

/// <summary>
/// What a Codex process started and left behind, and what a service that was killed left behind, its Codex among it. Their tree
/// cannot be walked any more, so they are found by their <see cref="ProcessMark"/>. Where there is no /proc nothing is found.
/// </summary>
internal static class OrphanedCommands
{
    /// <summary>Kills what a dead Codex process of this service left.</summary>
    /// <param name="generation">Its generation.</param>
    /// <param name="kill">Ends a process by its id.</param>
    /// <returns>How many there were.</returns>
    public static int Kill(string generation, Action<int> kill)
    {
        var own = ProcessMark.Of(generation);
        return Kill(mark => mark == own, kill);
    }

    /// <summary>The marks of processes whose service is dead.</summary>
    public static IReadOnlySet<ProcessMark> OfDeadOwners() => MarkedProcesses.With(ProcessMark.Variable)
        .Select(process => ProcessMark.Parse(process.Value)).OfType<ProcessMark>().Where(mark => mark.IsOwnerDead).ToHashSet();

    /// <summary>Kills what carries one of <paramref name="marks"/>, of services that are dead.</summary>
    /// <param name="marks">What <see cref="OfDeadOwners"/> found earlier.</param>
    /// <param name="kill">Ends a process by its id.</param>
    /// <returns>How many there were.</returns>
    public static int KillOfDeadOwners(IReadOnlySet<ProcessMark> marks, Action<int> kill) =>
        marks.Count == 0 ? 0 : Kill(mark => marks.Contains(mark) && mark.IsOwnerDead, kill);

    private static int Kill(Func<ProcessMark, bool> isMeant, Action<int> kill) =>
        MarkedProcesses.Kill(ProcessMark.Variable, (_, value) => ProcessMark.Parse(value) is { } mark && isMeant(mark), kill);
}
