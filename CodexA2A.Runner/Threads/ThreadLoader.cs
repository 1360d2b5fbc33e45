using CodexA2A.Runner.AppServer;
using Microsoft.Extensions.Options;

namespace CodexA2A.Runner.Threads;

/// <summary>
/// Gets threads into the memory of a Codex process. What Codex was asked for comes whether or not anybody waits still, so its
/// calls run to their end; only the pauses between them can be cut short.
/// </summary>
internal sealed class ThreadLoader(
    AppServerHost host,
    ThreadSpecs specs,
    PrestartedThreads prestarted,
    ThreadHandover handover,
    LeftBehind leftBehind,
    IOptions<RunnerOptions> options,
    TimeProvider time)
{
    /// <summary>A runner that lives lets an idle thread go within some milliseconds; what is held for longer is a turn, or a Codex that hangs.</summary>
    private static readonly TimeSpan HandoverTime = TimeSpan.FromSeconds(2);

    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(25);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LetGoLimit = TimeSpan.FromSeconds(2);

    /// <summary>A thread for one turn, of which nothing is kept.</summary>
    public async Task<string> StartEphemeralAsync(AppServerClient client, ThreadTerms terms) =>
        (await client.StartThreadAsync(specs.Start(terms, ephemeral: true), CancellationToken.None)).Thread.Id;

    /// <summary>A thread that nobody has used.</summary>
    public async Task<string> StartAsync(AppServerClient client, ThreadTerms terms)
    {
        while (specs.IsPlain(terms) && prestarted.TryTake(client) is { } ahead)
        {
            if (!HasTooMuch(client, ahead, terms))
            {
                return ahead;
            }

            await LetGoAsync(client, ahead, CancellationToken.None);
        }

        return (await client.StartThreadAsync(specs.Start(terms), CancellationToken.None)).Thread.Id;
    }

    /// <summary>Loads the thread, unless it is loaded; says how it came.</summary>
    /// <exception cref="ThreadUnusableException">Another process has it open.</exception>
    /// <exception cref="AppServerRequestException">Among others: it is gone.</exception>
    public async Task<ThreadOrigin> LoadAsync(AppServerClient client, string threadId, ThreadTerms terms, CancellationToken cancellationToken)
    {
        if (host.Clients.FirstOrDefault(other => other.IsLoaded(threadId)) is { } holder)
        {
            if (holder == client && !HasTooMuch(client, threadId, terms))
            {
                return ThreadOrigin.Loaded;
            }

            // An older process that is being replaced has it in memory, and a thread has one writer; or it is to be loaded with less.
            await LetGoAsync(holder, threadId, cancellationToken);
        }

        await ResumeAsync(client, threadId, terms, cancellationToken);
        return ThreadOrigin.Resumed;
    }

    /// <summary>True of a thread that was loaded before the sandbox was shown that is required now: a review would have more than that.</summary>
    private bool HasTooMuch(AppServerClient client, string threadId, ThreadTerms terms) =>
        specs.SandboxOfTurn(terms, null) is { } shown && client.HasMoreThan(threadId, shown);

    /// <summary>A process that does not answer keeps the thread until it is ended; resuming tries again until then.</summary>
    private async Task LetGoAsync(AppServerClient holder, string threadId, CancellationToken cancellationToken)
    {
        using var tooLate = new CancellationTokenSource(LetGoLimit, time);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, tooLate.Token);
        try
        {
            await holder.UnsubscribeThreadAsync(threadId, limit.Token);
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

    private async Task ResumeAsync(AppServerClient client, string threadId, ThreadTerms terms, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var started = time.GetTimestamp();
        var asked = false;
        try
        {
            for (var attempt = 0; !await TryResumeAsync(client, threadId, terms); attempt++)
            {
                var waited = time.GetElapsedTime(started);
                if (waited >= options.Value.LockTimeout)
                {
                    throw new ThreadUnusableException(ThreadUnusableException.Locked,
                        "Another Codex process has this session's thread open. End that process, or send the message again when it is done.");
                }

                // One that was let go here needs some milliseconds; anything else is another process.
                asked |= attempt > 0;
                if (asked)
                {
                    handover.Ask(threadId);
                }

                if (waited > HandoverTime)
                {
                    leftBehind.Look();
                }

                await Task.Delay(Backoff.Jittered(attempt, FirstPause, LongestPause), time, cancellationToken);
            }
        }
        finally
        {
            if (asked)
            {
                handover.Withdraw(threadId);
            }
        }
    }

    /// <summary>False when somebody still has it open.</summary>
    private async Task<bool> TryResumeAsync(AppServerClient client, string threadId, ThreadTerms terms)
    {
        while (true)
        {
            try
            {
                await client.ResumeThreadAsync(specs.Resume(threadId, terms), CancellationToken.None);
                return true;
            }
            catch (AppServerRequestException exception) when (exception.IsArchived)
            {
                // A person did that, or an earlier version of this service.
                await client.UnarchiveThreadAsync(threadId, CancellationToken.None);
            }
            catch (AppServerRequestException exception) when (exception.IsActiveWriter || exception.IsClosing)
            {
                return false;
            }
        }
    }
}
