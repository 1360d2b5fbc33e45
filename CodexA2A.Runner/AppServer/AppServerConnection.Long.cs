using System.Diagnostics;
using System.Text.Json.Serialization.Metadata;

namespace CodexA2A.Runner.AppServer;

/// <summary>Requests that are answered only when something has ended.</summary>
internal sealed partial class AppServerConnection
{
    /// <summary>
    /// Calls a method whose answer may come after hours: it takes no place of the requests that are in flight, which are few, and
    /// has no limit of its own.
    /// </summary>
    /// <exception cref="AppServerRequestException">Codex answered with an error.</exception>
    /// <exception cref="AppServerDiedException">The process ended first.</exception>
    public async Task<TResult> CallLongAsync<TParams, TResult>(
        string method, TParams parameters, JsonTypeInfo<TParams> parametersType, JsonTypeInfo<TResult> resultType, CancellationToken cancellationToken)
    {
        if (Volatile.Read(ref _dead) is { } dead)
            throw new AppServerDiedException(dead);
        using var activity = AppServerTracing.Start(method);
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _stop.Token);
        var id = Interlocked.Increment(ref _lastId);
        var request = new PendingRequest<TResult>(method, resultType);
        _pending[id] = request;
        try
        {
            await SendAsync(WireWriter.Request(id, method, parameters, parametersType, Activity.Current), linked.Token);
            return await request.Task.WaitAsync(linked.Token);
        }
        catch (Exception error) when (AppServerTracing.Failed(activity, error))
        {
            throw;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested && Volatile.Read(ref _dead) is { } certificate)
        {
            throw new AppServerDiedException(certificate);
        }
        finally
        {
            _pending.TryRemove(id, out _);
        }
    }
}
