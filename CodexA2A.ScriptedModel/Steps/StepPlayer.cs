using System.Buffers;
using System.Globalization;
using System.Text;
using CodexA2A.ScriptedModel.Gates;

namespace CodexA2A.ScriptedModel.Steps;

/// <summary>Writes the steps of one response to its connection, one after the other.</summary>
internal sealed class StepPlayer(GateTable gates, TimeSpan holdLimit, TimeProvider time)
{
    /// <summary>Plays all steps. Leaves early, without error, when the client does or a step ends the connection.</summary>
    public async Task PlayAsync(HttpContext http, IEnumerable<Step> steps, CancellationToken cancellationToken)
    {
        foreach (var step in steps)
        {
            if (!await PlayAsync(http, step, cancellationToken))
            {
                return;
            }
        }
    }

    private async Task<bool> PlayAsync(HttpContext http, Step step, CancellationToken cancellationToken)
    {
        switch (step)
        {
            case SendEvent send:
                await SendAsync(http.Response, send.Type, send.Data, cancellationToken);
                return true;
            case SendStamped send:
                await SendAsync(http.Response, send.Type, send.Render(Microseconds()), cancellationToken);
                return true;
            case SendRaw raw:
                Open(http.Response);
                await http.Response.WriteAsync(raw.Text + "\n\n", cancellationToken);
                await http.Response.Body.FlushAsync(cancellationToken);
                return true;
            case AddHeader header:
                http.Response.Headers[header.Name] = header.Value;
                return true;
            case OpenStream:
                Open(http.Response);
                await http.Response.Body.FlushAsync(cancellationToken);
                return true;
            case Pause pause:
                await Task.Delay(pause.Duration, time, cancellationToken);
                return true;
            case PassGate gate:
                await gates.PassAsync(gate.Name, holdLimit, cancellationToken);
                return true;
            case Refuse refuse:
                await RefuseAsync(http.Response, refuse, cancellationToken);
                return false;
            case Hang:
                await Task.Delay(holdLimit, time, cancellationToken);
                http.Abort();
                return false;
            case Cut:
                http.Abort();
                return false;
            default:
                throw new InvalidOperationException($"No way to play the step {step.GetType().Name}.");
        }
    }

    private static async Task SendAsync(
        HttpResponse response, string type, ReadOnlyMemory<byte> data, CancellationToken cancellationToken)
    {
        Open(response);
        var body = response.BodyWriter;
        body.Write("event: "u8);
        Encoding.ASCII.GetBytes(type, body);
        body.Write("\ndata: "u8);
        body.Write(data.Span);
        body.Write("\n\n"u8);
        await body.FlushAsync(cancellationToken);
    }

    private static void Open(HttpResponse response)
    {
        if (response.HasStarted || response.ContentType is not null)
        {
            return;
        }

        response.ContentType = "text/event-stream";
        response.Headers.CacheControl = "no-cache";
    }

    private static async Task RefuseAsync(HttpResponse response, Refuse refuse, CancellationToken cancellationToken)
    {
        if (response.HasStarted)
        {
            throw new InvalidOperationException("An HTTP error can only be the first step of a scenario.");
        }

        response.StatusCode = refuse.Status;
        response.ContentType = "application/json";
        response.ContentLength = refuse.Body.Length;
        if (refuse.RetryAfter is { } delay)
        {
            response.Headers.RetryAfter = Math.Ceiling(delay.TotalSeconds).ToString(CultureInfo.InvariantCulture);
        }

        await response.BodyWriter.WriteAsync(refuse.Body, cancellationToken);
    }

    private long Microseconds() => (time.GetUtcNow() - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond;
}
