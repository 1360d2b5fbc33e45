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
}

/// <summary>A loaded thread, followed, for one turn. Disposal ends the following; the thread stays loaded for the next turn.</summary>
internal sealed class OpenThread(
    AppServerClient client, ThreadSubscription subscription, ThreadOrigin origin, SandboxPolicy? sandbox, IDisposable holds, Action<OpenThread> closed) : IAsyncDisposable
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

    /// <summary>True when it is new and got no turn: no session will come back to it.</summary>
    public bool IsUnwanted => !_used && origin is ThreadOrigin.New or ThreadOrigin.Replaced;

    /// <summary>Starts a turn and returns its id.</summary>
    public async Task<string> StartTurnAsync(TurnRequest request, string submitId, CancellationToken cancellationToken)
    {
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
                Model = request.Model,
                Effort = request.Effort,
                Summary = request.Summary,
                OutputSchema = request.OutputSchema,
            },
            cancellationToken);
        return turn.Id;
    }

    /// <summary>Adds to the running turn.</summary>
    public Task SteerAsync(string turnId, IReadOnlyList<UserInput> input, string submitId, CancellationToken cancellationToken) =>
        client.SteerTurnAsync(new TurnSteerParams(ThreadId, turnId, input, submitId), cancellationToken);

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

    /// <summary>Kills commands that outlived their turn.</summary>
    public Task CleanTerminalsAsync(CancellationToken cancellationToken) => client.CleanBackgroundTerminalsAsync(ThreadId, cancellationToken);

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
