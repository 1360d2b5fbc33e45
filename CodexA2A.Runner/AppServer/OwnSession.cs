namespace CodexA2A.Runner.AppServer;

/// <summary>
/// Starts a program in a session of its own, where the system has <c>setsid</c>: Ctrl-C in our terminal is then ours alone, so that
/// turns can be drained, and nothing the agent runs can reach that terminal. The process id stays the program's own.
/// </summary>
internal static class OwnSession
{
    private static readonly string[] Places = ["/usr/bin/setsid", "/bin/setsid"];

    /// <summary>The command that does it; the program itself where there is no setsid.</summary>
    public static (string File, IReadOnlyList<string> Arguments) Wrap(string file, IReadOnlyList<string> arguments) =>
        OperatingSystem.IsLinux() && Array.Find(Places, File.Exists) is { } setsid ? (setsid, [file, .. arguments]) : (file, arguments);
}
