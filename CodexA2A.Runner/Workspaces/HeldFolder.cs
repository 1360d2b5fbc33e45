using System.ComponentModel;
using System.Runtime.InteropServices;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace CodexA2A.Runner.Workspaces;

/// <summary>
/// A folder that is held open: what is done in it by name happens in that very folder, wherever its path leads meanwhile. A workspace
/// is the agent's to write, and so are the links in it; this service writes where its sandbox does not, so it must follow none.
/// On other systems than Linux each folder is looked at before it is used, which an agent could outrun.
/// </summary>
internal sealed class HeldFolder : IDisposable
{
    /// <summary>Each level is held open while what is below it is removed.</summary>
    private const int MaxDepth = 32;

    /// <summary>So deep may nest what agents make.</summary>
    public const int Deep = 256;

    private const UnixFileMode Private = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    private readonly SafeFileHandle? _handle;

    private HeldFolder(SafeFileHandle? handle, string path) =>
        (_handle, Path) = (handle, handle is null ? path : $"/proc/self/fd/{handle.DangerousGetHandle()}");

    /// <summary>A path that leads to this folder for as long as it is held.</summary>
    public string Path { get; }

    /// <summary>Holds a folder whose path is trusted.</summary>
    /// <exception cref="IOException">It is none.</exception>
    public static HeldFolder Open(string path) => TryOpen(path) ?? throw new IOException("It is no folder, or a link.");

    /// <summary>Holds a folder that agents can write above: no link is followed on the way to it.</summary>
    /// <param name="root">A trusted path.</param>
    /// <param name="path">A folder below it, absolute, without links; one elsewhere is trusted.</param>
    /// <exception cref="IOException">It is none.</exception>
    public static HeldFolder OpenBelow(string root, string path)
    {
        var relative = System.IO.Path.GetRelativePath(root, path);
        if (relative == ".." || relative.StartsWith("../", StringComparison.Ordinal) || System.IO.Path.IsPathRooted(relative))
        {
            return Open(path);
        }

        var folder = Open(root);
        foreach (var name in relative.Split(System.IO.Path.DirectorySeparatorChar).Where(name => name != "."))
        {
            using var outer = folder;
            folder = outer.Find(name) ?? throw new IOException("It is no folder, or a link.");
        }

        return folder;
    }

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
            return false;
        }
        finally
        {
            // Nothing when it has got its name.
            File.Delete(In(part));
        }
    }

    /// <summary>True when something has the name, a link that leads nowhere among it.</summary>
    public bool Exists(string name) => new FileInfo(In(name)) is var file && (file.LinkTarget is not null || file.Exists || Directory.Exists(In(name)));

    /// <summary>Removes what has the name, and all in it; links are removed and not followed.</summary>
    /// <exception cref="IOException">It cannot be removed, or nests deeper than anything of ours does.</exception>
    public void Remove(string name) => Remove(name, MaxDepth);

    /// <summary>The same of what may nest as many folders deep as <paramref name="depth"/> says.</summary>
    /// <exception cref="IOException">It cannot be removed, or nests deeper.</exception>
    public void Remove(string name, int depth)
    {
        if (_handle is not null && LinuxRemoval.IsPossible)
        {
            In(name);
            LinuxRemoval.Remove(_handle, [.. Encoding.UTF8.GetBytes(name), 0], depth);
            return;
        }

        RemoveEach(name, depth);
    }

    private void RemoveEach(string name, int depth)
    {
        if (depth == 0)
        {
            throw new IOException("It nests too deep.");
        }

        using (var folder = Find(name))
        {
            if (folder is not null)
            {
                if (!OperatingSystem.IsWindows())
                {
                    File.SetUnixFileMode(folder.Path, Private);
                }

                foreach (var entry in folder.Names())
                {
                    folder.RemoveEach(entry, depth - 1);
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

        var handle = LinuxOpen.Folder(path);
        if (handle >= 0)
        {
            return new HeldFolder(new SafeFileHandle(handle, ownsHandle: true), path);
        }

        var error = Marshal.GetLastPInvokeError();
        return error is LinuxOpen.NotThere or LinuxOpen.NoFolder or LinuxOpen.Loop ? null : throw new IOException(new Win32Exception(error).Message);
    }
}
