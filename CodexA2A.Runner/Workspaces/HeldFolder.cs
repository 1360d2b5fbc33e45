using System.ComponentModel;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace CodexA2A.Runner.Workspaces;

/// <summary>
/// A folder that is held open: what is done in it by name happens in that very folder, wherever its path leads meanwhile. A workspace
/// is the agent's to write, and so are the links in it; this service writes where its sandbox does not, so it must follow none.
/// On other systems than Linux each folder is looked at before it is used, which an agent could outrun.
/// </summary>
internal sealed class HeldFolder : IDisposable
{
    private const UnixFileMode Private = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    private readonly SafeFileHandle? _handle;

    private HeldFolder(SafeFileHandle? handle, string path) =>
        (_handle, Path) = (handle, handle is null ? path : $"/proc/self/fd/{handle.DangerousGetHandle()}");

    /// <summary>A path that leads to this folder for as long as it is held.</summary>
    public string Path { get; }

    /// <summary>Holds a folder whose path is trusted.</summary>
    /// <exception cref="IOException">It is none.</exception>
    public static HeldFolder Open(string path) => TryOpen(path) ?? throw new IOException("It is no folder, or a link.");

    /// <summary>A folder in this one; null when there is none of the name, or something else.</summary>
    public HeldFolder? Find(string name) => TryOpen(In(name));

    /// <summary>A folder in this one, made where there is none, for its owner alone.</summary>
    /// <exception cref="IOException">Something else has the name.</exception>
    public HeldFolder Make(string name)
    {
        if (Find(name) is { } found)
        {
            return found;
        }

        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(In(name));
        }
        else
        {
            Directory.CreateDirectory(In(name), Private);
        }

        return Open(In(name));
    }

    /// <summary>Makes a file that is not there, for its owner alone; false when something has the name.</summary>
    public bool Create(string name, ReadOnlySpan<byte> content)
    {
        if (Exists(name))
        {
            return false;
        }

        // Under another name until it is whole, so that what has its name is whole.
        var part = $".{Guid.NewGuid():N}.part";
        try
        {
            using (var file = new FileStream(In(part), Creation()))
            {
                file.Write(content);
            }

            File.Move(In(part), In(name), overwrite: false);
            return true;
        }
        catch (IOException) when (Exists(name))
        {
            // Somebody else was first.
            File.Delete(In(part));
            return false;
        }
    }

    /// <summary>True when something has the name, a link that leads nowhere among it.</summary>
    public bool Exists(string name) => new FileInfo(In(name)) is var file && (file.LinkTarget is not null || file.Exists || Directory.Exists(In(name)));

    /// <summary>Removes what has the name, and all in it; links are removed and not followed.</summary>
    public void Remove(string name)
    {
        using (var folder = Find(name))
        {
            if (folder is not null)
            {
                foreach (var entry in folder.Names())
                {
                    folder.Remove(entry);
                }
            }
        }

        try
        {
            if (new FileInfo(In(name)).LinkTarget is null && Directory.Exists(In(name)))
            {
                Directory.Delete(In(name));
            }
            else
            {
                File.Delete(In(name));
            }
        }
        catch (DirectoryNotFoundException)
        {
            // Somebody else removed it.
        }
    }

    /// <summary>The names in it.</summary>
    public IReadOnlyList<string> Names() => [.. new DirectoryInfo(Path).EnumerateFileSystemInfos().Select(entry => entry.Name)];

    /// <inheritdoc />
    public void Dispose() => _handle?.Dispose();

    private string In(string name) => name is "" or "." or ".." || name.Contains('/', StringComparison.Ordinal)
        ? throw new ArgumentException("This is no name.", nameof(name)) : System.IO.Path.Combine(Path, name);

    private static FileStreamOptions Creation()
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, BufferSize = 0 };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        return options;
    }

    private static HeldFolder? TryOpen(string path)
    {
        if (!OperatingSystem.IsLinux())
        {
            var folder = new DirectoryInfo(path);
            return folder.Exists && folder.LinkTarget is null ? new HeldFolder(null, folder.FullName) : null;
        }

        var handle = NativeMethods.Open(path, NativeMethods.Folder);
        if (handle >= 0)
        {
            return new HeldFolder(new SafeFileHandle(handle, ownsHandle: true), path);
        }

        var error = Marshal.GetLastPInvokeError();
        return error is NativeMethods.NotThere or NativeMethods.NoFolder or NativeMethods.Loop ? null : throw new IOException(new Win32Exception(error).Message);
    }

    private static class NativeMethods
    {
        public const int NotThere = 2;
        public const int NoFolder = 20;
        public const int Loop = 40;

        private const int CloseOnExec = 0x80000;

        /// <summary>O_DIRECTORY and O_NOFOLLOW, which have other values on ARM.</summary>
        public static readonly int Folder = CloseOnExec
            | (RuntimeInformation.ProcessArchitecture is Architecture.Arm64 or Architecture.Arm ? 0x4000 | 0x8000 : 0x10000 | 0x20000);

        [DllImport("libc", EntryPoint = "open", SetLastError = true)]
        [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
        private static extern int OpenNative(byte[] path, int flags);

        public static int Open(string path, int flags) => OpenNative([.. System.Text.Encoding.UTF8.GetBytes(path), 0], flags);
    }
}
