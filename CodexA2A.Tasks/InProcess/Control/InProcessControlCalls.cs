using Microsoft.Extensions.Logging;

namespace CodexA2A.Tasks.InProcess.Control;

/// <summary>Control calls of one process: its runner is here.</summary>
internal sealed class InProcessControlCalls(TimeProvider time, ILogger<InProcessControlCalls> logger) : IControlCalls
{
    private readonly Lock _lock = new();
    private readonly List<ControlServer> _servers = [];
    private readonly PendingReplies _pending = new();
    private TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>How many replies are waited for.</summary>
    public int Pending => _pending.Count;

    /// <inheritdoc />
    public async ValueTask<ControlReply> AskAsync(ControlCall call, CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        using var activity = SeamTelemetry.Source.StartActivity("seam ask", System.Diagnostics.ActivityKind.Producer);
        using var pending = _pending.Open();
        // As bytes, so that both sides have what is theirs alone, and the same size limits as between processes.
        var message = SeamJson.Serialize(new ControlMessage(pending.Id, pending.Id, call));
        if (message.Length > ControlLimits.MaxBytes)
        {
            return ControlFaults.CallTooLarge(message.Length);
        }

        var server = await EnterAsync(call, started, cancellationToken);
        _ = RunAsync(server, message);
        return await pending.WaitAsync(call.Limit - time.GetElapsedTime(started), call.Limit, time, cancellationToken);
    }

    /// <inheritdoc />
    public ValueTask<IAsyncDisposable> ServeAsync(
        RunnerIdentity runner, IReadOnlyCollection<string> methods, Func<ControlCall, CancellationToken, Task<ControlReply>> serve, CancellationToken cancellationToken)
    {
        var server = new ControlServer(runner, methods, serve, time, logger);
        Change(() => _servers.Add(server));
        return new(new Serving(this, server));
    }

    /// <inheritdoc />
    public ValueTask<ReplyToken> ExpectAsync(CancellationToken cancellationToken)
    {
        var pending = _pending.Open();
        return new(new ReplyToken(pending, pending.Id, time));
    }

    /// <inheritdoc />
    public ValueTask ReplyAsync(string replyTo, ControlReply reply, CancellationToken cancellationToken)
    {
        _pending.Complete(replyTo, ControlJson.Write(reply));
        return default;
    }

    // A runner may be starting, or have a place in a moment.
    private async Task<ControlServer> EnterAsync(ControlCall call, long started, CancellationToken cancellationToken)
    {
        while (true)
        {
            Task changed;
            lock (_lock)
            {
                if (_servers.Find(server => server.Serves(call) && server.TryEnter()) is { } server)
                {
                    return server;
                }

                changed = _changed.Task;
            }

            var left = ControlLimits.Listen - time.GetElapsedTime(started);
            try
            {
                await changed.WaitAsync(left > TimeSpan.Zero ? left : TimeSpan.Zero, time, cancellationToken);
            }
            catch (TimeoutException)
            {
                throw ControlFaults.NoRunner(call);
            }
        }
    }

    private async Task RunAsync(ControlServer server, byte[] bytes)
    {
        // The caller goes on to wait.
        await Task.Yield();
        var message = ControlJson.TryReadCall(bytes)!;
        var reply = await server.RunAsync(message.Call, time.GetTimestamp());
        server.Leave();
        Change(() => { });
        _pending.Complete(message.Id, reply);
    }

    private void Change(Action change)
    {
        TaskCompletionSource before;
        lock (_lock)
        {
            change();
            before = _changed;
            _changed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }

        before.TrySetResult();
    }

    private sealed class Serving(InProcessControlCalls calls, ControlServer server) : IAsyncDisposable
    {
        public ValueTask DisposeAsync()
        {
            calls.Change(() => calls._servers.Remove(server));
            return server.DisposeAsync();
        }
    }
}
