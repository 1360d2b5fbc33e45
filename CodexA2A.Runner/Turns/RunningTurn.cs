using CodexA2A.Runner.AppServer;
using CodexA2A.Runner.Threads;

namespace CodexA2A.Runner.Turns;

/// <summary>
/// A turn in Codex, whose end somebody must see: what leaves it otherwise (a fault, a lost lease) stops it, because the next
/// turn/start of the thread would steer it and take its output for its own.
/// </summary>
internal sealed class RunningTurn(OpenThread thread, TimeSpan stopLimit, TimeProvider time) : IAsyncDisposable
{
    private bool _asked;
    private bool _ended;
    private string? _turnId;

    /// <summary>Codex's id of it, once it is started.</summary>
    public string Id => _turnId!;

    /// <summary>Starts it and returns its id.</summary>
    public async Task<string> StartAsync(TurnRequest request, string submitId, CancellationToken cancellationToken)
    {
        _asked = true;
        try
        {
            return _turnId = await thread.StartTurnAsync(request, submitId, cancellationToken);
        }
        catch (AppServerException exception) when (exception is AppServerRequestException or AppServerDiedException)
        {
            // Codex said no, or is gone: there is no turn that could go on.
            _asked = false;
            throw;
        }
    }

    /// <summary>Its loop has seen how it ended.</summary>
    public void Ended() => _ended = true;

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        if (_ended || !_asked)
        {
            return;
        }

        if (_turnId is not { } turnId || !await TurnStopping.EndAsync(thread, turnId, followed: true, stopLimit, time))
        {
            // It may begin or go on at any time: the thread takes no other turn in this process.
            thread.Poison();
        }
    }
}
