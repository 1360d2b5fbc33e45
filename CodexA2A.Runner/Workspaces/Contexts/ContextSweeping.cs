using CodexA2A.Runner.AppServer;
using CodexA2A.Runner.Threads;
using CodexA2A.Runner.Turns;
using CodexA2A.Tasks;
using Microsoft.Extensions.Options;

namespace CodexA2A.Runner.Workspaces.Contexts;

/// <summary>
/// Removes the folders of contexts that nobody has used for <see cref="WorkspaceOptions.KeepIdle"/>: at the start, and each hour or
/// more often where they are kept for less. Never one whose turn runs: it takes the session's lock first.
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
        foreach (var record in ContextRecord.All(home.Path).Where(IsOld).ToArray())
        {
            using var held = SessionLock.TryTake(home.Path, record.Session);
            // Whoever had the lock may have used it meanwhile.
            if (held is not null && ContextRecord.Find(home.Path, record.Session, record.IsWorktree) is { } now && IsOld(now) && await contexts.TryRemoveAsync(now, cancellationToken) is null)
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
            do
            {
                await TrySweepAsync(stoppingToken);
            }
            while (await timer.WaitForNextTickAsync(stoppingToken));
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

    // Of another root it is another runner's to remove.
    private bool IsOld(ContextRecord record) => record.Root == specs.WorkspaceRoot && time.GetUtcNow() - record.UsedAt > Keep;

    [LoggerMessage(Level = LogLevel.Warning, Message = "Old folders of contexts cannot be looked for: {Reason}")]
    private partial void LogFailed(string reason);
}
