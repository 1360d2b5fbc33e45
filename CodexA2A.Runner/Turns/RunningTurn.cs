using CodexA2A.Runner.AppServer;
using CodexA2A.Runner.Mapping;
using CodexA2A.Runner.Threads;

namespace CodexA2A.Runner.Turns;

/// <summary>
/// A turn in Codex, whose end somebody must see: what leaves it otherwise (a fault, a lost lease) stops it, because the next
/// turn/start of the thread would steer it and take its output for its own, and because what it asks would be refused.
/// </summary>
internal sealed class RunningTurn(OpenThread thread, TimeSpan stopLimit, TimeProvider time) : IAsyncDisposable
{
    private Task<string>? _start;
    private bool _ended;

    /// <summary>Codex's id of it, once it is started.</summary>
    public string Id => _start!.Result;

    /// <summary>Starts it and returns its id.</summary>
    public async Task<string> StartAsync(TurnRequest request, string submitId, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        // Codex begins it whether or not anybody waits still, and only its id can stop it.
        _start = thread.StartTurnAsync(request, submitId, CancellationToken.None);
        return await _start.WaitAsync(cancellationToken);
    }

    /// <summary>Turns of its sub-agents that go on; they are stopped with it.</summary>
    public Func<IReadOnlyList<SubAgentTurn>> SubAgents { get; set; } = () => [];

    /// <summary>Threads of all its sub-agents, whose commands end with it.</summary>
    public Func<IReadOnlyList<string>> SubAgentThreads { get; set; } = () => [];

    /// <summary>Its loop has seen how it ended.</summary>
    public void Ended() => _ended = true;

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        if (!_ended && _start is { } start && !await StopAsync(start))
        {
            // It may begin or go on at any time: the thread takes no other turn in this process, and this one gets no answer.
            thread.Poison();
        }
    }

    private async Task<bool> StopAsync(Task<string> start)
    {
        var begun = time.GetTimestamp();
        var stopped = thread.StoppedTurn();
        try
        {
            var turnId = await start.WaitAsync(stopLimit, time);
            var left = stopLimit - time.GetElapsedTime(begun);
            if (left <= TimeSpan.Zero || !await TurnStopping.EndAsync(thread, turnId, followed: true, left, time))
            {
                return false;
            }

            await StopSubAgentsAsync();
            return true;
        }
        catch (Exception exception) when (exception is AppServerRequestException or AppServerDiedException or CodexUnavailableException)
        {
            // Codex said no, or is gone: there is no turn that could go on.
            return true;
        }
        catch (Exception exception) when (exception is AppServerException or TimeoutException)
        {
            return false;
        }
        finally
        {
            stopped.Stopped(SubAgentThreads());
        }
    }

    private async Task StopSubAgentsAsync()
    {
        using var limit = new CancellationTokenSource(stopLimit, time);
        try
        {
            foreach (var agent in SubAgents())
            {
                await thread.StopSubAgentAsync(agent.ThreadId, agent.TurnId, limit.Token);
            }
        }
        catch (Exception exception) when (exception is AppServerException or OperationCanceledException)
        {
            // The turn itself is over; what is left of a sub-agent is nobody's, and what it asks is refused.
        }
    }
}
