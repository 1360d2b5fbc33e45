using System.Runtime.InteropServices;

namespace CodexA2A.Runner.AppServer;

/// <summary>Where the npm package of Codex keeps the native binary of this machine.</summary>
internal static class CodexPlatform
{
    /// <summary>Name of the package and the target triple; null when Codex has none for this machine.</summary>
    public static (string Package, string Triple)? Current => (Platform(), RuntimeInformation.ProcessArchitecture) switch
    {
        ("linux", Architecture.X64) => ("codex-linux-x64", "x86_64-unknown-linux-musl"),
        ("linux", Architecture.Arm64) => ("codex-linux-arm64", "aarch64-unknown-linux-musl"),
        ("darwin", Architecture.X64) => ("codex-darwin-x64", "x86_64-apple-darwin"),
        ("darwin", Architecture.Arm64) => ("codex-darwin-arm64", "aarch64-apple-darwin"),
        ("win32", Architecture.X64) => ("codex-win32-x64", "x86_64-pc-windows-msvc"),
        ("win32", Architecture.Arm64) => ("codex-win32-arm64", "aarch64-pc-windows-msvc"),
        _ => null,
    };

    /// <summary>Name of the executable.</summary>
    public static string FileName => OperatingSystem.IsWindows() ? "codex.exe" : "codex";

    /// <summary>The native binary below a folder that has <c>node_modules</c>; null when it is not there.</summary>
    public static string? NativeBelow(string folder)
    {
        if (Current is not var (package, triple))
            return null;
        string[] candidates =
        [
            Path.Combine(folder, "node_modules", "@openai", package, "vendor", triple, "bin", FileName),
            Path.Combine(folder, "node_modules", "@openai", "codex", "node_modules", "@openai", package, "vendor", triple, "bin", FileName),
            Path.Combine(folder, "node_modules", "@openai", "codex", "vendor", triple, "bin", FileName),
        ];
        return candidates.FirstOrDefault(File.Exists);
    }

    /// <summary>
    /// The native binary behind an executable: links are followed, and for npm's launcher script (which would add a Node
    /// process) the binary of its package is found. What is neither stays as it is.
    /// </summary>
    public static string ResolveNative(string executable)
    {
        var target = File.ResolveLinkTarget(executable, returnFinalTarget: true)?.FullName ?? Path.GetFullPath(executable);
        if (Path.GetExtension(target) is not (".js" or ".cmd" or ".ps1") && !IsNodeScript(target))
            return target;
        for (var folder = Path.GetDirectoryName(target); folder is not null; folder = Path.GetDirectoryName(folder))
        {
            if (NativeBelow(folder) is { } native)
                return native;
        }

        return target;
    }

    private static string Platform() =>
        OperatingSystem.IsLinux() ? "linux" : OperatingSystem.IsMacOS() ? "darwin" : OperatingSystem.IsWindows() ? "win32" : "";

    private static bool IsNodeScript(string file)
    {
        try
        {
            using var stream = File.OpenRead(file);
            Span<byte> head = stackalloc byte[64];
            head = head[..stream.ReadAtLeast(head, head.Length, throwOnEndOfStream: false)];
            return head.StartsWith("#!"u8) && head.IndexOf("node"u8) > 0;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}
