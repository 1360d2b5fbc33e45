using CodexA2A.Runner.AppServer;
using CodexA2A.Tasks;
using Microsoft.Extensions.Options;

namespace CodexA2A.Runner.Threads;

/// <summary>
/// Opens the thread of a session: in memory, from disk, or new. Codex never tells whether a thread is still loaded, so this
/// directory and the clients keep count.
/// </summary>
internal sealed class ThreadDirectory(
    AppServerHost host,
    ThreadSpecs specs,
    PrestartedThreads prestarted,
    IdleThreads idle,
    IOptions<RunnerOptions> options,
    TimeProvider time)
{
    private static readonly TimeSpan WriterRetry = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LetGoLimit = TimeSpan.FromSeconds(2);

    /// <summary>Opens the thread that <paramref name="binding"/> names, or a new one.</summary>
    /// <param name="binding">The session's thread, or null.</param>
    /// <param name="mustExist">True when a new thread would be wrong: the history of a lost turn is wanted.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <exception cref="ThreadUnusableException">Locked by another process, or gone and not to be replaced.</exception>
    /// <exception cref="AppServerException">Codex cannot take it now.</exception>
    public async Task<OpenThread> OpenAsync(SessionBinding? binding, bool mustExist, CancellationToken cancellationToken)
    {
        var client = await host.GetAsync(cancellationToken);
        if (binding is null)
        {
            return await StartAsync(client, ThreadOrigin.New, cancellationToken);
        }

        await idle.TakeAsync(binding.ThreadId).WaitAsync(cancellationToken);
        if (host.Clients.FirstOrDefault(other => other.IsLoaded(binding.ThreadId)) is { } holder)
        {
            if (holder == client)
            {
                return Follow(client, binding.ThreadId, ThreadOrigin.Loaded);
            }

            // An older process that is being replaced has it in memory, and a thread has one writer.
            await LetGoAsync(holder, binding.ThreadId, cancellationToken);
        }

        try
        {
            await ResumeAsync(client, binding.ThreadId, cancellationToken);
            return Follow(client, binding.ThreadId, ThreadOrigin.Resumed);
        }
        catch (AppServerRequestException exception) when (exception.IsThreadGone)
        {
            if (mustExist || binding.Explicit)
            {
                throw new ThreadUnusableException(ThreadUnusableException.Gone, "Codex has no record of this session's thread any more.");
            }

            return await StartAsync(client, ThreadOrigin.Replaced, cancellationToken);
        }
    }

    /// <summary>A process that does not answer keeps the thread until it is ended; resuming tries again until then.</summary>
    private static async Task LetGoAsync(AppServerClient holder, string threadId, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(LetGoLimit);
        try
        {
            await holder.ArchiveThreadAsync(threadId, limit.Token);
        }
        catch (AppServerException)
        {
            // Dead or refusing: either way it is being replaced.
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            // It hangs.
        }
    }

    private async Task<OpenThread> StartAsync(AppServerClient client, ThreadOrigin origin, CancellationToken cancellationToken)
    {
        var threadId = prestarted.TryTake(client)
            ?? (await client.StartThreadAsync(specs.Start(), cancellationToken)).Thread.Id;
        return Follow(client, threadId, origin);
    }

    private OpenThread Follow(AppServerClient client, string threadId, ThreadOrigin origin) =>
        new(client, client.Subscribe(threadId), origin, Close);

    private void Close(OpenThread thread)
    {
        if (thread.Poisoned)
        {
            host.MarkDraining(thread.Client, "a turn could not be stopped");
        }
        else
        {
            idle.Give(thread.Client, thread.ThreadId);
        }
    }

    private async Task ResumeAsync(AppServerClient client, string threadId, CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        while (true)
        {
            try
            {
                await client.ResumeThreadAsync(specs.Resume(threadId), cancellationToken);
                return;
            }
            catch (AppServerRequestException exception) when (exception.IsArchived)
            {
                await client.UnarchiveThreadAsync(threadId, cancellationToken);
            }
            catch (AppServerRequestException exception) when (exception.IsActiveWriter)
            {
                if (time.GetElapsedTime(started) >= options.Value.LockTimeout)
                {
                    throw new ThreadUnusableException(ThreadUnusableException.Locked,
                        "Another Codex process has this session's thread open. End that process, or send the message again when it is done.");
                }

                await Task.Delay(WriterRetry, time, cancellationToken);
            }
        }
    }
}
