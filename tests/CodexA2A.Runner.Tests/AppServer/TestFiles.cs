namespace CodexA2A.Runner.Tests.AppServer;

/// <summary>File modes, which Windows does not have.</summary>
internal static class TestFiles
{
    private static readonly (UnixFileMode Bit, char Letter)[] Bits =
    [
        (UnixFileMode.UserRead, 'r'), (UnixFileMode.UserWrite, 'w'), (UnixFileMode.UserExecute, 'x'),
        (UnixFileMode.GroupRead, 'r'), (UnixFileMode.GroupWrite, 'w'), (UnixFileMode.GroupExecute, 'x'),
        (UnixFileMode.OtherRead, 'r'), (UnixFileMode.OtherWrite, 'w'), (UnixFileMode.OtherExecute, 'x'),
    ];

    /// <summary>Its owner may run it.</summary>
    public static void MakeExecutable(string file)
    {
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    /// <summary>The mode as <c>ls</c> writes it.</summary>
    public static string Mode(string path)
    {
        var mode = OperatingSystem.IsWindows() ? UnixFileMode.None : File.GetUnixFileMode(path);
        return (Directory.Exists(path) ? "d" : "-") + string.Concat(Bits.Select(bit => mode.HasFlag(bit.Bit) ? bit.Letter : '-'));
    }
}
