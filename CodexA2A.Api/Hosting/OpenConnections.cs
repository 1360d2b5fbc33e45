using System.Collections.Concurrent;
using Microsoft.AspNetCore.Connections;

namespace CodexA2A.Api.Hosting;

/// <summary>
/// The connections of the server. When the service stops and its turns have drained, what is still open gets a moment to end and
/// is then cut: a client that sends half a request, or takes no answer, must not hold up the stop until the host gives up.
/// </summary>
internal sealed class OpenConnections(TimeProvider time) : IHostedLifecycleService, IDisposable
{
    /// <summary>How long answers that are under way may take at a stop.</summary>
    internal static readonly TimeSpan Grace = TimeSpan.FromSeconds(3);

    private readonly ConcurrentDictionary<ConnectionContext, bool> _open = [];
    private ITimer? _cut;

    /// <summary>A part of the server's pipeline that knows the connection as long as it lives.</summary>
    public ConnectionDelegate Track(ConnectionDelegate next) => async connection =>
    {
        _open[connection] = true;
        try
        {
            await next(connection);
        }
        finally
        {
            _open.TryRemove(connection, out _);
        }
    };

    /// <inheritdoc />
    public Task StoppingAsync(CancellationToken cancellationToken)
    {
        // Again and again: one that was accepted at the last moment may not be known yet.
        _cut = time.CreateTimer(static connections => ((OpenConnections)connections!).Cut(), this, Grace, TimeSpan.FromSeconds(1));
        return Task.CompletedTask;
    }

    /// <inheritdoc />
    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc />
    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc />
    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc />
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc />
    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc />
    public void Dispose() => _cut?.Dispose();

    private void Cut()
    {
        foreach (var connection in _open.Keys)
        {
            connection.Abort(new ConnectionAbortedException("The service stops."));
        }
    }
}
