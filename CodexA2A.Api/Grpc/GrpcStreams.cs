using CodexA2A.Api.Grpc.Mapping;
using CodexA2A.Api.Handling;
using CodexA2A.Api.Hosting;
using CodexA2A.Api.Limits;
using CodexA2A.Api.Telemetry;
using Grpc.Core;
using Microsoft.Extensions.Options;

namespace CodexA2A.Api.Grpc;

/// <summary>
/// Sends a stream of events. The first event is taken before the headers go out, so that an early failure is an answer without any.
/// A stream ends with its client, with the service, when its budget is spent or when nobody reads it (UNAVAILABLE), or with its last
/// event; never the turn with it. What keeps a silent one open, and finds a client that is gone, are the pings of HTTP/2.
/// </summary>
internal sealed class GrpcStreams(IHostApplicationLifetime lifetime, ApiTelemetry telemetry, IOptions<A2AOptions> options, TimeProvider time)
{
    private static readonly WriteOptions Buffered = new(WriteFlags.BufferHint);

    /// <summary>How much is written before the client must have taken it, as of JSON.</summary>
    private const int FlushBytes = 64 * 1024;

    /// <summary>How long it may take to take that; HTTP/2 has no limit of the server's own for who leaves its window closed.</summary>
    private static readonly TimeSpan TakeLimit = TimeSpan.FromSeconds(30);

    /// <summary>Sends the stream to its end.</summary>
    public async Task RunAsync(ServerCallContext call, EventStream stream, IServerStreamWriter<Wire.StreamResponse> writer)
    {
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(call.CancellationToken, lifetime.ApplicationStopping);
        await using var batches = stream.Batches.GetAsyncEnumerator(ended.Token);
        var next = batches.MoveNextAsync().AsTask();
        try
        {
            if (!stream.OpensAtOnce || next.IsCompleted) await next;
        }
        catch (Exception exception) when (AcceptedTask.IsHidden(stream, exception, lifetime))
        {
            throw AcceptedTask.NotShown(stream.Accepted!, exception);
        }

        telemetry.StreamOpened();
        using var span = ApiTelemetry.StartStream();
        using var budget = new StreamBudget(options.Value, time, ended);
        var sent = 0;
        try
        {
            // With nothing to send yet the client still learns at once that its cursor is valid.
            if (!next.IsCompleted) await call.WriteResponseHeadersAsync([]);
            while (await next)
            {
                await WriteAsync(batches.Current, writer, budget, ended.Token);
                sent += batches.Current.Count;
                next = batches.MoveNextAsync().AsTask();
            }
        }
        catch (OperationCanceledException) when (budget.TimeOver is { } over && !call.CancellationToken.IsCancellationRequested)
        {
            throw over;
        }
        finally
        {
            telemetry.StreamClosed();
            span?.SetTag("a2a.stream.events", sent);
            // An enumerator may only be disposed of when nothing of it is under way.
            await ended.CancelAsync();
            await ((Task)next).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task WriteAsync(IReadOnlyList<StreamItem> batch, IServerStreamWriter<Wire.StreamResponse> writer, StreamBudget budget, CancellationToken ended)
    {
        var written = 0;
        var now = time.GetUtcNow();
        for (var i = 0; i < batch.Count; i++)
        {
            written += batch[i].Payload.Length;
            var flushes = i == batch.Count - 1 || written >= FlushBytes;
            if (flushes) written = 0;
            writer.WriteOptions = flushes ? null : Buffered;
            var writing = writer.WriteAsync(batch[i].Payload.Read<StreamResponse>().ToWire(), CancellationToken.None);
            if (!writing.IsCompletedSuccessfully) await TakenAsync(writing, ended);
            telemetry.Sent(now - batch[i].At);
            if (budget.Spend(batch[i].Payload.Length) is { } over) throw over;
        }
    }

    /// <summary>Waits until the client took what was written. What is left of it is in the window of its connection, and the status comes behind it.</summary>
    private async Task TakenAsync(Task writing, CancellationToken ended)
    {
        try
        {
            await writing.WaitAsync(TakeLimit, time, ended);
        }
        catch (TimeoutException exception)
        {
            throw new A2AException(
                A2AErrorCode.Unavailable, $"The stream was not read for {TakeLimit.TotalSeconds} seconds. The turn goes on; subscribe to the task again, with the last event id as last-event-id.", exception);
        }
    }
}
