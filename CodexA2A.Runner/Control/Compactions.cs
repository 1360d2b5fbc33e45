using System.Text.Json.Nodes;
using CodexA2A.Runner.Mapping.Control;
using CodexA2A.Runner.Threads;
using CodexA2A.Tasks;
using Microsoft.Extensions.Options;

namespace CodexA2A.Runner.Control;

/// <summary>
/// Compactions run as turns in Codex. The thread stays open for one to its end, so that turns wait for it; whoever asked waits for
/// a while, and is then told that it is pending.
/// </summary>
internal sealed partial class Compactions(ThreadAccess access, IOptions<RunnerOptions> options, TimeProvider time, ILogger<Compactions> logger)
{
    private static readonly TimeSpan Wait = TimeSpan.FromSeconds(40);

    /// <summary>Compacts a thread: <c>{pending}</c>.</summary>
    public async Task<JsonObject> RunAsync(string threadId, Owner owner, CancellationToken cancellationToken)
    {
        var running = FollowAsync(await access.OpenAsync(threadId, owner, cancellationToken));
        try
        {
            await running.WaitAsync(Wait, time, cancellationToken);
            return new JsonObject { ["pending"] = false };
        }
        catch (Exception exception) when (exception is TimeoutException or OperationCanceledException && !running.IsCompleted)
        {
            _ = LogEndAsync(threadId, running);
            cancellationToken.ThrowIfCancellationRequested();
            return new JsonObject { ["pending"] = true };
        }
    }

    private async Task FollowAsync(OpenThread thread)
    {
        await using var open = thread;
        using var limit = new CancellationTokenSource(options.Value.TurnTimeout, time);
        // What lies there is about the turn before.
        while (open.Messages.TryRead(out _))
        {
        }

        await open.Client.StartCompactionAsync(open.ThreadId, limit.Token);
        var ending = new CompactionEnding();
        try
        {
            await foreach (var message in open.Messages.ReadAllAsync(limit.Token))
            {
                if (ending.Take(message))
                {
                    return;
                }
            }
        }
        catch (OperationCanceledException) when (limit.IsCancellationRequested)
        {
            // A thread whose turn cannot be stopped takes no other.
            open.Poison();
            throw;
        }
    }

    private async Task LogEndAsync(string threadId, Task running)
    {
        try
        {
            await running;
        }
#pragma warning disable CA1031 // Nobody waits for it any more.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            LogNotCompacted(exception, threadId);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Thread {ThreadId} was not compacted; whoever asked was told that it was pending.")]
    private partial void LogNotCompacted(Exception exception, string threadId);
}
