namespace CodexA2A.Runner.AppServer;

/// <summary>A short-lived helper program in our own environment, without what is secret in it: run, wait, read what it said.</summary>
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
        var environment = LaunchPlanner.ParentEnvironment().Where(variable => !ChildEnvironment.IsForbidden(variable.Key)).ToDictionary();
        using var deadline = new CancellationTokenSource(limit, time);
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellationToken);
        var output = "";
        try
        {
            var result = await BoundedProcess.RunAsync(file, arguments, environment, workingDirectory ?? "", default, ReadAsync, linked.Token);
            return result is null ? null : new ToolResult(result.ExitCode, output, result.Error);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new TimeoutException($"{file} did not end within {limit.TotalSeconds:0} s.");
        }

        async Task<bool> ReadAsync(Stream stream, CancellationToken token)
        {
            using var reader = new StreamReader(stream);
            output = await BoundedProcess.ReadBeginningAsync(reader, MaxOutput, token);
            return true;
        }
    }
}

/// <summary>How a helper program ended, and the beginning of what it said.</summary>
internal sealed record ToolResult(int ExitCode, string Output, string Error);
