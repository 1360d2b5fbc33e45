using System.Buffers.Binary;
using System.ComponentModel;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace CodexA2A.Runner.Workspaces;

/// <summary>
/// Removes by the bytes of names: an agent may give a file a name that is no UTF-8, and .NET cannot say it again. Links are removed and
/// not followed.
/// </summary>
internal static class LinuxRemoval
{
    private const int NotThere = 2;
    private const int IsFolder = 21;
    private const int RemoveFolder = 0x200;
    private const uint OwnersAll = 0x1C0;

    // Of linux_dirent64, which is the same on every architecture: the length of an entry, and where its name begins.
    private const int LengthAt = 16;
    private const int NameAt = 19;

    private static readonly nint ReadFolder = RuntimeInformation.ProcessArchitecture switch { Architecture.X64 => 217, Architecture.Arm64 => 61, _ => 0 };

    /// <summary>True where this can be done.</summary>
    public static bool IsPossible => OperatingSystem.IsLinux() && ReadFolder != 0;

    /// <summary>Removes what has the name in a folder, and all in it; nothing when nothing has.</summary>
    /// <param name="folder">The folder, held.</param>
    /// <param name="name">The bytes of the name, and a zero.</param>
    /// <param name="depth">So many folders deep at most.</param>
    /// <exception cref="IOException">It cannot be removed, or nests deeper.</exception>
    public static void Remove(SafeFileHandle folder, byte[] name, int depth)
    {
        if (depth == 0)
        {
            throw new IOException("It nests deeper than anything of ours does.");
        }

        if (Unlink(folder, name, 0) is not IsFolder and var error)
        {
            Check(error);
            return;
        }

        using (var inner = LinuxOpen.FolderIn(folder, name) ?? LinuxOpen.ClosedFolderIn(folder, name))
        {
            if (inner is not null)
            {
                // Its owner may have taken the right to change it (0555, as in a cache of modules); nothing where it is not ours.
                _ = ChangeMode(inner, OwnersAll);
            }

            // What is no folder any more was replaced meanwhile; the last word says so.
            foreach (var entry in inner is null ? [] : Names(inner))
            {
                Remove(inner!, entry, depth - 1);
            }
        }

        Check(Unlink(folder, name, RemoveFolder));
    }

    private static List<byte[]> Names(SafeFileHandle folder)
    {
        var names = new List<byte[]>();
        var buffer = new byte[32 * 1024];
        while (true)
        {
            var read = SystemCall(ReadFolder, folder, buffer, buffer.Length);
            if (read < 0)
            {
                throw new IOException(new Win32Exception(Marshal.GetLastPInvokeError()).Message);
            }

            if (read == 0)
            {
                return names;
            }

            for (var at = 0; at < read;)
            {
                var length = BinaryPrimitives.ReadUInt16LittleEndian(buffer.AsSpan(at + LengthAt));
                var name = buffer.AsSpan(at + NameAt, length - NameAt);
                name = name[..name.IndexOf((byte)0)];
                if (!name.SequenceEqual("."u8) && !name.SequenceEqual(".."u8))
                {
                    names.Add([.. name, 0]);
                }

                at += length;
            }
        }
    }

    private static int Unlink(SafeFileHandle folder, byte[] name, int flags) => UnlinkAt(folder, name, flags) == 0 ? 0 : Marshal.GetLastPInvokeError();

    private static void Check(int error)
    {
        // Somebody else removed it.
        if (error is not (0 or NotThere))
        {
            throw new IOException(new Win32Exception(error).Message);
        }
    }

    [DllImport("libc", EntryPoint = "unlinkat", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int UnlinkAt(SafeFileHandle folder, byte[] name, int flags);

    [DllImport("libc", EntryPoint = "fchmod", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int ChangeMode(SafeFileHandle folder, uint mode);

    [DllImport("libc", EntryPoint = "syscall", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern nint SystemCall(nint number, SafeFileHandle folder, byte[] buffer, nint length);
}
