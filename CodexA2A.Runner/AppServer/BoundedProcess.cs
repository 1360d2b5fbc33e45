using System.ComponentModel;
using System.Diagnostics;
using System.Text;

namespace CodexA2A.Runner.AppServer;

/// <summary>A helper program in the environment that it is given, whose output is read as bytes while it comes.</summary>
internal static class BoundedProcess
{
    private const int MaxError = 64 * 1024;

    /// <summary>Runs a program to its end; it and its children are killed when the call is cancelled or its output is not wanted further.</summary>
    /// <param name="file">The program, found on this process's PATH.</param>
    /// <param name="arguments">Its arguments.</param>
    /// <param name="environment">All of its environment; PATH alone is added.</param>
    /// <param name="folder">Where it runs.</param>
    /// <param name="input">What it reads.</param>
    /// <param name="read">Reads its output; false when it has read enough, which ends the program.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>How it ended, null when it could not be started.</returns>
    public static async Task<BoundedResult?> RunAsync(
        string file,
        IReadOnlyList<string> arguments,
        IReadOnlyDictionary<string, string> environment,
        string folder,
        ReadOnlyMemory<byte> input,
        Func<Stream, CancellationToken, Task<bool>> read,
        CancellationToken cancellationToken)
    {
        using var process = Start(file, arguments, environment, folder);
        if (process is null)
        {
            return null;
        }

        // What has not ended by then is stopped in the end.
        using var over = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        try
        {
            var error = ReadBeginningAsync(process.StandardError, MaxError, over.Token);
            var written = WriteAsync(process.StandardInput.BaseStream, input, over.Token);
            if (!await read(process.StandardOutput.BaseStream, over.Token))
            {
                return new BoundedResult(ExitCode: 0, Cut: true, "");
            }

            await written;
            await process.WaitForExitAsync(over.Token);
            return new BoundedResult(process.ExitCode, Cut: false, await error);
        }
        finally
        {
            await over.CancelAsync();
            if (!process.HasExited)
            {
                process.Kill(entireProcessTree: true);
            }
        }
    }

    private static Process? Start(string file, IReadOnlyList<string> arguments, IReadOnlyDictionary<string, string> environment, string folder)
    {
        if (Programs.Find(file) is not { } program)
        {
            return null;
        }

        var start = new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
            CreateNoWindow = true,
        };
        var path = Environment.GetEnvironmentVariable("PATH");
        start.Environment.Clear();
        start.Environment["PATH"] = path;
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        try
        {
            return Process.Start(start);
        }
        catch (Win32Exception)
        {
            return null;
        }
    }

    private static async Task WriteAsync(Stream stream, ReadOnlyMemory<byte> input, CancellationToken cancellationToken)
    {
        try
        {
            await stream.WriteAsync(input, cancellationToken);
            await stream.DisposeAsync();
        }
        catch (IOException)
        {
            // It ended without reading all; its exit code says whether that is a fault.
        }
    }

    /// <summary>Reads all that comes, and gives the beginning of it.</summary>
    public static async Task<string> ReadBeginningAsync(StreamReader reader, int most, CancellationToken cancellationToken)
    {
        var text = new StringBuilder();
        var buffer = new char[1024];
        int read;
        while ((read = await reader.ReadAsync(buffer, cancellationToken)) > 0)
        {
            text.Append(buffer, 0, Math.Min(read, most - text.Length));
        }

        return text.ToString();
    }
}

/// <summary>How a helper program ended.</summary>
/// <param name="ExitCode">Its exit code; 0 when it was ended early.</param>
/// <param name="Cut">True when its output was not read to the end.</param>
/// <param name="Error">The beginning of what it said on stderr.</param>
internal sealed record BoundedResult(int ExitCode, bool Cut, string Error);
