using CodexA2A.Runner.AppServer;
using CodexA2A.Runner.Workspaces;
using CodexA2A.Tasks;
using Microsoft.Extensions.Options;

namespace CodexA2A.Runner.Threads;

/// <summary>
/// Opens the thread of a session for one turn: in memory, from disk, or new. A thread has one turn at a time, also when several
/// sessions share it; whoever comes second waits. Codex never tells whether a thread is still loaded, so this directory and the
/// clients keep count.
/// </summary>
internal sealed class ThreadDirectory(
    AppServerHost host,
    ThreadLoader loader,
    ThreadSpecs specs,
    IdleThreads idle,
    LateOpenings late,
    WorkspaceGate workspaces,
    IOptions<RunnerOptions> options,
    TimeProvider time)
{
    private readonly KeyedGate _turns = new(time);

    /// <summary>What such an opening would wait for now, in words fit for clients; null when for nothing.</summary>
    public string? WaitsFor(SessionBinding? binding, string folder) =>
        host.IsInstalling ? "Codex is being installed, once; this turn begins when that is done."
        : workspaces.IsBusy(folder) ? "Another turn works in this folder; this one waits for its end."
        : binding is not null && _turns.IsHeld(binding.ThreadId) ? "Another context runs a turn in this conversation; this one waits for its end."
        : null;

    /// <summary>True while somebody here has the thread open: a turn, as a rule.</summary>
    public bool IsOpen(string threadId) => _turns.IsHeld(threadId);

    /// <summary>Opens the thread that <paramref name="binding"/> names, or a new one.</summary>
    /// <param name="binding">The session's thread, or null.</param>
    /// <param name="mustExist">True when a new thread would be wrong: the history of a lost turn is wanted.</param>
    /// <param name="folder">Where the turn works; null when it does not.</param>
    /// <param name="terms">Whose it is: a thread stays in memory as it was opened.</param>
    /// <param name="cancellationToken">Ends the waiting. What Codex loads all the same is put away again.</param>
    /// <param name="ephemeral">True for a new thread that nothing is kept of; <paramref name="binding"/> is null then.</param>
    /// <param name="entered">Called once nobody else is in the way, before Codex is asked; when the waiting was ended, perhaps afterwards.</param>
    /// <exception cref="ThreadUnusableException">Busy for too long, locked by another process, or gone and not to be replaced.</exception>
    /// <exception cref="AppServerException">Codex cannot take it now.</exception>
    public async Task<OpenThread> OpenAsync(
        SessionBinding? binding, bool mustExist, string? folder, ThreadTerms terms, CancellationToken cancellationToken, bool ephemeral = false, Action? entered = null)
    {
        var opening = OpenToTheEndAsync(binding, mustExist, folder, terms, ephemeral, entered, cancellationToken);
        try
        {
            return await opening.WaitAsync(cancellationToken);
        }
        catch (OperationCanceledException)
        {
            late.Take(opening);
            throw;
        }
    }

    private async Task<OpenThread> OpenToTheEndAsync(
        SessionBinding? binding, bool mustExist, string? folder, ThreadTerms terms, bool ephemeral, Action? entered, CancellationToken cancellationToken)
    {
        var holds = new Holds();
        try
        {
            if (folder is not null)
            {
                holds.Add(await workspaces.EnterAsync(folder, cancellationToken));
            }

            if (binding is not null)
            {
                holds.Add(await EnterAsync(binding.ThreadId, cancellationToken));
            }

            entered?.Invoke();
            var client = await (binding is null ? host.GetAsync(cancellationToken) : host.GetAsync(binding.ThreadId, cancellationToken));
            if (binding is not null)
            {
                // Not before there is a process: what is taken and not followed would never be put away.
                await idle.TakeAsync(binding.ThreadId).WaitAsync(cancellationToken);
            }

            var (threadId, origin) = ephemeral
                ? (await loader.StartEphemeralAsync(client, terms), ThreadOrigin.Ephemeral)
                : await LoadAsync(client, binding, mustExist, terms, cancellationToken);
            if (threadId != binding?.ThreadId)
            {
                holds.Add(await EnterAsync(threadId, cancellationToken));
            }

            var thread = new OpenThread(client, client.Subscribe(threadId), origin, specs.SandboxOfTurn(terms, folder) ?? client.SandboxOf(threadId), () => specs.ApprovalsOfTurn(client, terms), holds, Close);
            idle.MakeRoom();
            return thread;
        }
        catch
        {
            holds.Dispose();
            throw;
        }
    }

    private async Task<(string ThreadId, ThreadOrigin Origin)> LoadAsync(
        AppServerClient client, SessionBinding? binding, bool mustExist, ThreadTerms terms, CancellationToken cancellationToken)
    {
        if (binding is null)
        {
            return (await loader.StartAsync(client, terms), ThreadOrigin.New);
        }

        try
        {
            return (binding.ThreadId, await loader.LoadAsync(client, binding.ThreadId, terms, cancellationToken));
        }
        catch (AppServerRequestException exception) when (exception.IsThreadGone)
        {
            if (mustExist || binding.Explicit)
            {
                throw new ThreadUnusableException(ThreadUnusableException.Gone,
                    "Codex has no record of this session's thread any more. Send the message in a new context to begin another conversation.");
            }

            return (await loader.StartAsync(client, terms), ThreadOrigin.Replaced);
        }
    }

    private async Task<IDisposable> EnterAsync(string threadId, CancellationToken cancellationToken)
    {
        try
        {
            return await _turns.EnterAsync(threadId, options.Value.QueueTimeout, cancellationToken);
        }
        catch (TimeoutException)
        {
            throw new ThreadUnusableException(ThreadUnusableException.Busy,
                "Other turns of this conversation took too long. Cancel them, or send the message again later.");
        }
    }

    private void Close(OpenThread thread)
    {
        if (thread.Poisoned)
        {
            host.MarkDraining(thread.Client, "a turn could not be stopped");
        }
        else if (thread.IsUnwanted)
        {
            idle.Discard(thread.Client, thread.ThreadId);
        }
        else
        {
            idle.Give(thread.Client, thread.ThreadId);
        }
    }
}
