using System.Runtime.InteropServices;

namespace CodexA2A.FakeCodex;

/// <summary>What .NET does not offer: closing a descriptor, ending by a signal.</summary>
internal static class NativeMethods
{
    /// <summary>Nothing more is printed, though the process lives: the output and all copies .NET made of it are closed.</summary>
    public static void CloseOutput()
    {
        var pipe = Target("1");
        foreach (var descriptor in Directory.GetFiles("/proc/self/fd").Select(file => Path.GetFileName(file)).Where(name => Target(name) == pipe).ToArray())
            Check(Close(int.Parse(descriptor, System.Globalization.CultureInfo.InvariantCulture)));
    }

    private static string? Target(string descriptor) => new FileInfo($"/proc/self/fd/{descriptor}").LinkTarget;

    /// <summary>Ends this process by SIGKILL.</summary>
    public static void KillMyself() => Check(Kill(Environment.ProcessId, 9));

    private static void Check(int result)
    {
        if (result != 0)
            throw new InvalidOperationException($"A system call failed with {Marshal.GetLastPInvokeError()}.");
    }

    [DllImport("libc", EntryPoint = "close", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Close(int descriptor);

    [DllImport("libc", EntryPoint = "kill", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Kill(int pid, int signal);
}
