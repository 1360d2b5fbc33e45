using CodexA2A.Tasks;

namespace CodexA2A.Runner.Turns;

/// <summary>
/// The commands of a session as they come, one read ahead. Disposal ends that read and waits for it: an enumerator must not be
/// disposed under a read, and the error of that would hide why its session ended.
/// </summary>
internal sealed class CommandFeed : IAsyncDisposable
{
    private readonly CancellationTokenSource _end;
    private readonly IAsyncEnumerator<QueuedCommand> _commands;

    public CommandFeed(ITurnQueue queue, SessionLease lease, long after, CancellationToken cancellationToken)
    {
        _end = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        _commands = queue.ReadCommandsAsync(lease, after, _end.Token).GetAsyncEnumerator(_end.Token);
        Next = _commands.MoveNextAsync().AsTask();
    }

    /// <summary>Completes with true when <see cref="Current"/> is there, with false when the lease is not ours any more.</summary>
    public Task<bool> Next { get; private set; }

    /// <summary>The command that came.</summary>
    public QueuedCommand Current => _commands.Current;

    /// <summary>The command is handled: read the next one.</summary>
    public void Advance() => Next = _commands.MoveNextAsync().AsTask();

    /// <summary>Gives the first command some time to come; also ends when <paramref name="enough"/> is canceled.</summary>
    public async Task WaitAsync(TimeSpan limit, TimeProvider time, CancellationToken enough)
    {
        if (!Next.IsCompleted)
        {
            using var late = CancellationTokenSource.CreateLinkedTokenSource(enough);
            await Task.WhenAny(Next, Task.Delay(limit, time, late.Token));
            await late.CancelAsync();
        }
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        await ((Task)Next).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await _commands.DisposeAsync();
        _end.Dispose();
    }
}
