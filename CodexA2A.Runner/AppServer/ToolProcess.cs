using System.ComponentModel;
using System.Diagnostics;
using System.Text;

namespace CodexA2A.Runner.AppServer;

/// <summary>A short-lived helper program: run, wait, read what it said.</summary>
internal static class ToolProcess
{
    private const int MaxOutput = 64 * 1024;

    /// <summary>Runs a program to its end; it and its children are killed when the time is over or the call is cancelled.</summary>
    /// <returns>Exit code and the beginning of both outputs; null when it could not be started.</returns>
    /// <exception cref="TimeoutException">It did not end in time.</exception>
    public static async Task<ToolResult?> RunAsync(
        string file,
        IReadOnlyList<string> arguments,
        string? workingDirectory,
        TimeSpan limit,
        TimeProvider time,
        CancellationToken cancellationToken)
    {
        if (Programs.Find(file) is not { } program)
        {
            return null;
        }

        var start = new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = workingDirectory ?? "",
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
            CreateNoWindow = true,
        };
        foreach (var name in start.Environment.Keys.Where(ChildEnvironment.IsForbidden).ToArray())
            start.Environment.Remove(name);
        Process? process;
        try
        {
            process = Process.Start(start);
        }
        catch (Win32Exception)
        {
            return null;
        }

        using (process)
        {
            process!.StandardInput.Close();
            using var deadline = new CancellationTokenSource(limit, time);
            using var linked = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellationToken);
            try
            {
                var output = ReadAsync(process.StandardOutput, linked.Token);
                var error = ReadAsync(process.StandardError, linked.Token);
                await process.WaitForExitAsync(linked.Token);
                return new ToolResult(process.ExitCode, await output, await error);
            }
            catch (OperationCanceledException)
            {
                process.Kill(entireProcessTree: true);
                cancellationToken.ThrowIfCancellationRequested();
                throw new TimeoutException($"{file} did not end within {limit.TotalSeconds:0} s.");
            }
        }
    }

    private static async Task<string> ReadAsync(StreamReader reader, CancellationToken cancellationToken)
    {
        var text = new StringBuilder();
        var buffer = new char[4096];
        int read;
        while ((read = await reader.ReadAsync(buffer, cancellationToken)) > 0)
            text.Append(buffer, 0, Math.Min(read, MaxOutput - text.Length));
        return text.ToString();
    }
}

/// <summary>How a helper program ended, and the beginning of what it said.</summary>
internal sealed record ToolResult(int ExitCode, string Output, string Error);
