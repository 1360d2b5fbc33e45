using CodexA2A.Runner.AppServer;
using CodexA2A.Runner.Threads;
using CodexA2A.Runner.Turns;
using CodexA2A.Tasks;
using Microsoft.Extensions.Options;

namespace CodexA2A.Runner.Workspaces.Contexts;

/// <summary>
/// Removes the folders of contexts that nobody has used for <see cref="WorkspaceOptions.KeepIdle"/>: each hour, or
/// more often where they are kept for less. Never one whose turn runs: it takes the session's lock first. Not at the start: turns that
/// were cut off long ago are yet to go on then.
/// </summary>
internal sealed partial class ContextSweeping(
    ContextWorkspaces contexts, ThreadSpecs specs, CodexHome home, IOptions<WorkspaceOptions> options, IOptions<SeamOptions> seam, TimeProvider time, ILogger<ContextSweeping> logger)
    : BackgroundService
{
    private static readonly TimeSpan Longest = TimeSpan.FromHours(1);

    private TimeSpan Keep => options.Value.KeepIdle ?? seam.Value.SessionRetention;

    /// <summary>Removes what is too old; how many.</summary>
    public async Task<int> SweepAsync(CancellationToken cancellationToken)
    {
        var removed = 0;
        foreach (var record in ContextRecord.All(home.Path).Where(record => IsUnused(record, Keep / 2)).ToArray())
        {
            using var held = SessionLock.TryTake(home.Path, record.Session);
            if (held is null)
            {
                // A turn works in it; should that be cut off, its time does not count from its beginning.
                if (!record.IsAside)
                {
                    record.Use(home.Path, time);
                }

                continue;
            }

            // Whoever had the lock may have used it meanwhile.
            if (record.Again(home.Path) is { } now && IsUnused(now, Keep) && await contexts.TryRemoveAsync(now, cancellationToken) is null)
            {
                removed++;
            }
        }

        return removed;
    }

    /// <inheritdoc />
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Task.Yield();
        using var timer = new PeriodicTimer(Keep / 2 < Longest ? Keep / 2 : Longest, time);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
            {
                await TrySweepAsync(stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The next start goes on.
        }
    }

    private async Task TrySweepAsync(CancellationToken cancellationToken)
    {
        try
        {
            await SweepAsync(cancellationToken);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ThreadUnusableException)
        {
            LogFailed(exception.Message);
        }
    }

    // Of another root it is another runner's to remove, unless the context has left it.
    private bool IsUnused(ContextRecord record, TimeSpan span) => (record.Root == specs.WorkspaceRoot || record.IsAside) && time.GetUtcNow() - record.UsedAt > span;

    [LoggerMessage(Level = LogLevel.Warning, Message = "Old folders of contexts cannot be looked for: {Reason}")]
    private partial void LogFailed(string reason);
}
