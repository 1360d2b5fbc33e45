using System.Text;
using CodexA2A.Runner.AppServer;

namespace CodexA2A.Runner.Patches;

/// <summary>
/// Runs git for reading. A workspace is the agent's to write, its <c>.git/config</c> maybe among it, and git runs what a configuration
/// names (fsmonitor, hooks, filters, external diffs): so git gets a git directory of ours with a configuration of ours, and of the
/// repository only its objects and a copy of its index.
/// </summary>
/// <param name="gitDirectory">Our git directory; null to ask the repository itself, with what runs anything switched off.</param>
/// <param name="folder">The top of the working tree.</param>
internal sealed class Git(string? gitDirectory, string folder)
{
    // On the command line they go before every file.
    private static readonly string[] Harmless =
    [
        "-c", "core.fsmonitor=false", "-c", "core.hooksPath=/dev/null", "-c", "core.untrackedCache=false", "-c", "core.quotePath=true",
        "-c", "core.pager=cat", "-c", "core.looseCompression=0", "-c", "core.attributesFile=/dev/null", "-c", "core.excludesFile=/dev/null", "-c", "gc.auto=0",
        "-c", "protocol.allow=never", "-c", "safe.directory=*", "-c", "diff.ignoreSubmodules=all", "-c", "submodule.recurse=false",
    ];

    private static readonly Dictionary<string, string> Environment = new()
    {
        ["LC_ALL"] = "C",
        ["HOME"] = "/nonexistent",
        ["GIT_CONFIG_NOSYSTEM"] = "1",
        ["GIT_CONFIG_GLOBAL"] = "/dev/null",
        ["GIT_ATTR_NOSYSTEM"] = "1",
        ["GIT_OPTIONAL_LOCKS"] = "0",
        ["GIT_TERMINAL_PROMPT"] = "0",
        ["GIT_NO_LAZY_FETCH"] = "1",
        // Whatever protocols a repository's own settings allow.
        ["GIT_ALLOW_PROTOCOL"] = "none",
        ["GIT_NO_REPLACE_OBJECTS"] = "1",
        ["GIT_LITERAL_PATHSPECS"] = "1",
    };

    /// <summary>What it writes, be it before it fails.</summary>
    /// <exception cref="NoPatchException">There is no git, or it writes more than that.</exception>
    public async Task<byte[]> ReadAnywayAsync(IReadOnlyList<string> arguments, int maxBytes, CancellationToken cancellationToken)
    {
        var output = new MemoryStream();
        var result = await RunAsync(arguments, default, async (stream, token) => await ReadAsync(stream, output, maxBytes, token), cancellationToken);
        return result.Cut ? throw new NoPatchException(PatchGaps.TooMuch, arguments[0]) : output.ToArray();
    }

    /// <summary>What it writes; null when it fails.</summary>
    /// <param name="arguments">Command and options.</param>
    /// <param name="maxBytes">Most bytes of its output.</param>
    /// <param name="input">What it reads.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="NoPatchException">There is no git, or it writes more than that.</exception>
    public async Task<byte[]?> TryReadAsync(IReadOnlyList<string> arguments, int maxBytes, ReadOnlyMemory<byte> input, CancellationToken cancellationToken)
    {
        var output = new MemoryStream();
        var result = await RunAsync(arguments, input, async (stream, token) => await ReadAsync(stream, output, maxBytes, token), cancellationToken);
        return result.Cut ? throw new NoPatchException(PatchGaps.TooMuch, arguments[0]) : result.ExitCode == 0 ? output.ToArray() : null;
    }

    /// <summary>What it writes.</summary>
    /// <exception cref="NoPatchException">It fails, among others.</exception>
    public async Task<byte[]> ReadAsync(IReadOnlyList<string> arguments, int maxBytes, ReadOnlyMemory<byte> input, CancellationToken cancellationToken) =>
        await TryReadAsync(arguments, maxBytes, input, cancellationToken) ?? throw new NoPatchException(PatchGaps.GitFailed, arguments[0]);

    /// <summary>Runs it with a reader of its output.</summary>
    /// <exception cref="NoPatchException">There is no git.</exception>
    public async Task<BoundedResult> RunAsync(
        IReadOnlyList<string> arguments, ReadOnlyMemory<byte> input, Func<Stream, CancellationToken, Task<bool>> read, CancellationToken cancellationToken)
    {
        string[] place = gitDirectory is null ? [] : [$"--git-dir={gitDirectory}", $"--work-tree={folder}"];
        return await BoundedProcess.RunAsync("git", [.. Harmless, .. place, .. arguments], Environment, folder, input, read, cancellationToken)
            ?? throw new NoPatchException(PatchGaps.NoGit);
    }

    /// <summary>Paths or lines that end with NUL.</summary>
    public static IEnumerable<string> Split(byte[] output)
    {
        var text = Encoding.UTF8.GetString(output);
        return text.Split('\0', StringSplitOptions.RemoveEmptyEntries);
    }

    private static async Task<bool> ReadAsync(Stream stream, MemoryStream output, int maxBytes, CancellationToken cancellationToken)
    {
        var buffer = new byte[16 * 1024];
        int read;
        while ((read = await stream.ReadAsync(buffer, cancellationToken)) > 0)
        {
            if (output.Length + read > maxBytes)
            {
                return false;
            }

            output.Write(buffer, 0, read);
        }

        return true;
    }
}
