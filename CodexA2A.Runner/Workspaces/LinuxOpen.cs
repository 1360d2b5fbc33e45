using System.Runtime.InteropServices;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace CodexA2A.Runner.Workspaces;

/// <summary>Linux's own <c>open</c>, for what .NET cannot ask: not to follow a link, and not to wait for whoever holds the other end of a pipe.</summary>
internal static class LinuxOpen
{
    public const int NotThere = 2;
    public const int NoFolder = 20;
    public const int Loop = 40;

    private const int NonBlocking = 0x800;
    private const int CloseOnExec = 0x80000;
    private const int PathOnly = 0x200000;
    private const uint OwnersAll = 0x1C0;

    private static readonly bool IsArm = RuntimeInformation.ProcessArchitecture is Architecture.Arm64 or Architecture.Arm;

    // O_DIRECTORY and O_NOFOLLOW have other values on ARM.
    private static readonly int NoFollow = IsArm ? 0x8000 : 0x20000;
    private static readonly int Directory = IsArm ? 0x4000 : 0x10000;

    /// <summary>A folder; less than 0 when it is none, or a link (then <see cref="Marshal.GetLastPInvokeError"/> says which).</summary>
    public static int Folder(string path) => Open(path, CloseOnExec | NoFollow | Directory);

    /// <summary>A file to read; less than 0 when it is a link, or cannot be read.</summary>
    public static int File(string path) => Open(path, CloseOnExec | NoFollow | NonBlocking);

    /// <summary>A folder in another, by the bytes of its name and a zero; null when it is none, or a link.</summary>
    public static SafeFileHandle? FolderIn(SafeFileHandle folder, byte[] name) =>
        Handle(OpenAtNative(folder, name, CloseOnExec | NoFollow | Directory));

    /// <summary>The same of one that its owner may not read (mode 000): it gets the right to first. Null when that cannot be.</summary>
    public static SafeFileHandle? ClosedFolderIn(SafeFileHandle folder, byte[] name)
    {
        // Held without reading, so that what gets the right is this very folder and nothing that a link leads to.
        using var place = Handle(OpenAtNative(folder, name, CloseOnExec | NoFollow | Directory | PathOnly));
        return place is null || ChangeMode([.. Encoding.UTF8.GetBytes($"/proc/self/fd/{place.DangerousGetHandle()}"), 0], OwnersAll) != 0 ? null
            : Handle(OpenAtNative(place, [(byte)'.', 0], CloseOnExec | Directory));
    }

    private static SafeFileHandle? Handle(int handle) => handle >= 0 ? new SafeFileHandle(handle, ownsHandle: true) : null;

    private static int Open(string path, int flags) => OpenNative([.. Encoding.UTF8.GetBytes(path), 0], flags);

    [DllImport("libc", EntryPoint = "openat", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int OpenAtNative(SafeFileHandle folder, byte[] path, int flags);

    [DllImport("libc", EntryPoint = "chmod", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int ChangeMode(byte[] path, uint mode);

    [DllImport("libc", EntryPoint = "open", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int OpenNative(byte[] path, int flags);
}
