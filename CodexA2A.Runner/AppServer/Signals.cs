using System.Runtime.InteropServices;

namespace CodexA2A.Runner.AppServer;

/// <summary>Signals to processes that are no children of ours, or that may refuse a polite word. Unix only.</summary>
internal static class Signals
{
    private const int KillNumber = 9;
    private const int TerminateNumber = 15;

    /// <summary>SIGKILL; nothing when it is gone already.</summary>
    public static void Kill(int pid) => _ = NativeMethods.Kill(pid, KillNumber);

    /// <summary>SIGTERM; true when it was delivered.</summary>
    public static bool Terminate(int pid) => NativeMethods.Kill(pid, TerminateNumber) == 0;

    private static class NativeMethods
    {
        [DllImport("libc", EntryPoint = "kill", SetLastError = true)]
        [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
        internal static extern int Kill(int pid, int signal);
    }
}
