using Microsoft.Extensions.Options;

namespace CodexA2A.Runner;

/// <summary>Checks <see cref="RunnerOptions"/> at start; each message says what would be right.</summary>
internal sealed class RunnerOptionsValidator : IValidateOptions<RunnerOptions>
{
    /// <inheritdoc />
    public ValidateOptionsResult Validate(string? name, RunnerOptions options)
    {
        var wrong = new List<string>();
        Check(options.MaxTurns is >= 1 and <= 1024, "Runner:MaxTurns must be from 1 to 1024.");
        Check(options.PrestartedThreads is >= 0 and <= 16, "Runner:PrestartedThreads must be from 0 to 16.");
        Check(options.MergeBytes is >= 256 and <= 256 * 1024, "Runner:MergeBytes must be from 256 to 262144 bytes.");
        Between(options.MergeWindow, TimeSpan.Zero, TimeSpan.FromSeconds(1), nameof(options.MergeWindow));
        Between(options.TurnTimeout, TimeSpan.FromMilliseconds(100), TimeSpan.FromDays(7), nameof(options.TurnTimeout));
        Between(options.BlockingTurnTimeout ?? TimeSpan.FromSeconds(1), TimeSpan.FromMilliseconds(100), TimeSpan.FromDays(7), nameof(options.BlockingTurnTimeout));
        Between(options.IdleTimeout, TimeSpan.FromMilliseconds(100), TimeSpan.FromDays(1), nameof(options.IdleTimeout));
        Between(options.InterruptTimeout, TimeSpan.FromMilliseconds(100), TimeSpan.FromDays(7), nameof(options.InterruptTimeout));
        Between(options.StopTimeout, TimeSpan.FromMilliseconds(100), TimeSpan.FromMinutes(5), nameof(options.StopTimeout));
        Between(options.LockTimeout, TimeSpan.Zero, TimeSpan.FromMinutes(10), nameof(options.LockTimeout));
        Between(options.QueueTimeout, TimeSpan.Zero, TimeSpan.FromDays(7), nameof(options.QueueTimeout));
        Between(options.DrainTimeout, TimeSpan.Zero, TimeSpan.FromHours(1), nameof(options.DrainTimeout));
        Check(options.WorkspaceRoot is null || Directory.Exists(options.WorkspaceRoot), $"Runner:WorkspaceRoot names no folder: {options.WorkspaceRoot}. Create it, or name one that exists.");
        return wrong.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(wrong);

        void Check(bool right, string message)
        {
            if (!right)
            {
                wrong.Add(message);
            }
        }

        void Between(TimeSpan value, TimeSpan least, TimeSpan most, string member) =>
            Check(value >= least && value <= most, $"Runner:{member} must be from {least:c} to {most:c}.");
    }
}
