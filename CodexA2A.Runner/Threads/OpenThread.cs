using System.Threading.Channels;
using CodexA2A.Runner.AppServer;
using CodexA2A.Runner.AppServer.Protocol;

namespace CodexA2A.Runner.Threads;

/// <summary>How a thread came to be open.</summary>
internal enum ThreadOrigin
{
    /// <summary>It was in memory.</summary>
    Loaded,

    /// <summary>It was loaded from disk.</summary>
    Resumed,

    /// <summary>It is new: the session had none.</summary>
    New,

    /// <summary>It is new: the session's old one is gone.</summary>
    Replaced,

    /// <summary>It is new, for this turn alone: nothing of it is kept.</summary>
    Ephemeral,
}

/// <summary>A loaded thread, followed, for one turn. Disposal ends the following; the thread stays loaded for the next turn.</summary>
internal sealed class OpenThread(
    AppServerClient client, ThreadSubscription subscription, ThreadOrigin origin, SandboxPolicy? sandbox, Func<string?> approvals, IDisposable holds, Action<OpenThread> closed) : IAsyncDisposable
{
    private bool _used;

    /// <summary>The thread.</summary>
    public string ThreadId => subscription.ThreadId;

    /// <summary>How it came to be open.</summary>
    public ThreadOrigin Origin => origin;

    /// <summary>The process that has it.</summary>
    public AppServerClient Client => client;

    /// <summary>What Codex says about it; ends with <see cref="ProcessDied"/> when the process dies.</summary>
    public ChannelReader<AppServerMessage> Messages => subscription.Messages;

    /// <inheritdoc cref="ThreadSubscription.Wake" />
    public void Wake(Action wake) => subscription.Wake(wake);

    /// <inheritdoc cref="ThreadSubscription.BePatient" />
    public void BePatient(bool patient) => subscription.BePatient(patient);

    /// <summary>True when the thread must take no further turn: its last one could not be stopped.</summary>
    public bool Poisoned { get; private set; }

    /// <summary>True when no session will come back to it: it is new and got no turn, or was for one turn alone.</summary>
    public bool IsUnwanted => origin is ThreadOrigin.Ephemeral || (!_used && origin is ThreadOrigin.New or ThreadOrigin.Replaced);

    /// <summary>Starts a turn and returns its id.</summary>
    /// <exception cref="CodexUnavailableException">The process cannot run turns.</exception>
    public async Task<string> StartTurnAsync(TurnRequest request, string submitId, CancellationToken cancellationToken)
    {
        var policy = approvals();
        _used = true;
        if (request.Review is { } review)
        {
            // It takes neither our id nor settings: it runs by those of the thread.
            return (await client.StartReviewAsync(new ReviewStartParams(ThreadId, new(review.Type, review.Branch, review.Sha, review.Title, review.Instructions)), cancellationToken)).Id;
        }

        var turn = await client.StartTurnAsync(
            new TurnStartParams
            {
                ThreadId = ThreadId,
                Input = request.Input,
                ClientUserMessageId = submitId,
                Cwd = request.Directory,
                SandboxPolicy = sandbox,
                ApprovalPolicy = policy,
                Model = request.Model,
                Effort = request.Effort,
                Summary = request.Summary,
                CollaborationMode = request.Collaboration,
                OutputSchema = request.OutputSchema,
            },
            cancellationToken);
        return turn.Id;
    }

    /// <summary>Adds to the running turn.</summary>
    public Task SteerAsync(string turnId, TurnRequest request, string submitId, CancellationToken cancellationToken) =>
        client.SteerTurnAsync(new TurnSteerParams(ThreadId, turnId, request.Input, submitId), cancellationToken);

    /// <summary>
    /// Asks Codex to stop the turn; its own word follows as turn/completed. False when Codex knows of no turn that runs: it has
    /// ended, or it was started just now and does not run yet.
    /// </summary>
    public async Task<bool> InterruptAsync(string turnId, CancellationToken cancellationToken)
    {
        try
        {
            await client.InterruptTurnAsync(ThreadId, turnId, cancellationToken);
            return true;
        }
        catch (AppServerRequestException exception) when (exception.IsNoActiveTurn)
        {
            return false;
        }
    }

    /// <summary>Stops a turn of a sub-agent, which the end of its parent leaves alone, and kills its commands.</summary>
    public async Task StopSubAgentAsync(string threadId, string turnId, CancellationToken cancellationToken)
    {
        try
        {
            await client.InterruptTurnAsync(threadId, turnId, cancellationToken);
        }
        catch (AppServerRequestException exception) when (exception.IsNoActiveTurn || exception.IsThreadGone)
        {
            // It has just ended; its commands may live on all the same.
        }

        await client.CleanBackgroundTerminalsAsync(threadId, cancellationToken);
    }

    /// <summary>Kills commands that outlived their turn.</summary>
    public Task CleanTerminalsAsync(CancellationToken cancellationToken) => client.CleanBackgroundTerminalsAsync(ThreadId, cancellationToken);

    /// <summary>For its turn that is about to be stopped: ends what Codex leaves of it.</summary>
    public StoppedTurn StoppedTurn() => client.StoppedTurnOf(ThreadId);

    /// <summary>Archives the thread: it leaves memory.</summary>
    public Task ArchiveAsync(CancellationToken cancellationToken) => client.ArchiveThreadAsync(ThreadId, cancellationToken);

    /// <summary>Deletes the thread for good.</summary>
    public Task DeleteAsync(CancellationToken cancellationToken) => client.DeleteThreadAsync(ThreadId, cancellationToken);

    /// <summary>Its turn could not be stopped: the thread's process is replaced, the thread is not used there again, and what it asks there stays unanswered.</summary>
    public void Poison()
    {
        Poisoned = true;
        client.Abandon(ThreadId);
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await subscription.DisposeAsync();
        closed(this);
        holds.Dispose();
    }
}
