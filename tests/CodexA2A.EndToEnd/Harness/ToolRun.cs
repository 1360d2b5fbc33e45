using System.Diagnostics;

namespace CodexA2A.EndToEnd.Harness;

/// <summary>A program that was run to its end.</summary>
internal sealed record ToolRun(int ExitCode, string Output, string Errors)
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(120);

    /// <summary>What a failing test shows.</summary>
    public override string ToString() => $"exit code {ExitCode}\n{Output}\n{Errors}";

    /// <summary>Runs <c>codex-a2a</c>.</summary>
    public static Task<ToolRun> CommandAsync(
        IReadOnlyList<string> arguments, IReadOnlyDictionary<string, string?> environment, CancellationToken cancellationToken, string? input = null) =>
        Places.Service.EndsWith(".dll", StringComparison.Ordinal)
            ? RunAsync("dotnet", [Places.Service, .. arguments], environment, cancellationToken, input)
            : RunAsync(Places.Service, arguments, environment, cancellationToken, input);

    /// <summary>Runs any program; one that takes too long is ended, and that fails the test.</summary>
    public static async Task<ToolRun> RunAsync(
        string file, IReadOnlyList<string> arguments, IReadOnlyDictionary<string, string?> environment, CancellationToken cancellationToken, string? input = null)
    {
        var start = new ProcessStartInfo(file, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = Places.Root,
        };
        Places.RemoveOwnVariables(start.Environment);
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(Limit);
        using var process = Process.Start(start)!;
        try
        {
            var output = process.StandardOutput.ReadToEndAsync(limit.Token);
            var errors = process.StandardError.ReadToEndAsync(limit.Token);
            await process.StandardInput.WriteAsync(input.AsMemory(), limit.Token);
            process.StandardInput.Close();
            await process.WaitForExitAsync(limit.Token);
            return new ToolRun(process.ExitCode, await output, await errors);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw;
        }
    }
}
