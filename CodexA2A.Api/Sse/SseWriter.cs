using CodexA2A.Api.Errors;
using CodexA2A.Api.Handling;
using CodexA2A.Api.Hosting;
using CodexA2A.Api.Limits;
using CodexA2A.Api.Telemetry;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Options;

namespace CodexA2A.Api.Sse;

/// <summary>
/// Sends a stream of events as server-sent events. The first event is taken before the headers go out, so that an early
/// failure is still a plain error. A stream ends with its client, with the service, when its budget is spent, or with its last event; never the turn with it.
/// </summary>
internal sealed class SseWriter(
    IHostApplicationLifetime lifetime, ErrorTranslator errors, ApiTelemetry telemetry, IOptions<A2AOptions> options, TimeProvider time)
{
    /// <summary>Sends the stream to its end.</summary>
    /// <exception cref="Exception">Only before the response has begun; the caller answers with a plain error.</exception>
    public async Task RunAsync(HttpContext http, EventStream stream, SseFrame frame)
    {
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(http.RequestAborted, lifetime.ApplicationStopping);
        await using var batches = stream.Batches.GetAsyncEnumerator(ended.Token);
        var first = batches.MoveNextAsync().AsTask();
        try
        {
            if (!stream.OpensAtOnce || first.IsCompleted) await first;
        }
        catch (Exception exception) when (AcceptedTask.IsHidden(stream, exception, lifetime))
        {
            throw AcceptedTask.NotShown(stream.Accepted!, exception);
        }

        SetHeaders(http.Response);
        telemetry.StreamOpened();
        using var span = ApiTelemetry.StartStream();
        using var budget = new StreamBudget(options.Value, time, ended);
        var pump = new SsePump(http.Response.BodyWriter, batches, frame, budget, telemetry, time);
        try
        {
            await pump.RunAsync(first, options.Value.HeartbeatInterval, ended.Token);
        }
        catch (Exception) when (http.RequestAborted.IsCancellationRequested)
        {
            // The client is gone; nobody is left to tell.
        }
        catch (Exception exception)
        {
            frame.WriteError(http.Response.BodyWriter, errors.From(budget.TimeOver ?? exception, http));
            await http.Response.BodyWriter.FlushAsync(http.RequestAborted);
        }
        finally
        {
            telemetry.StreamClosed();
            span?.SetTag("a2a.stream.events", pump.Sent);
            // An enumerator may only be disposed of when nothing of it is under way.
            await ended.CancelAsync();
            await pump.SettleAsync();
        }
    }

    private static void SetHeaders(HttpResponse response)
    {
        response.StatusCode = StatusCodes.Status200OK;
        response.ContentType = MediaTypes.EventStream;
        response.Headers.CacheControl = "no-cache, no-store";
        response.Headers["X-Accel-Buffering"] = "no";
        response.HttpContext.Features.Get<IHttpResponseBodyFeature>()?.DisableBuffering();
    }
}
