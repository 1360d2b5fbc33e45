using System.Text.Json;
using CodexA2A.Api.Cards;
using CodexA2A.Api.Dialects;
using CodexA2A.Api.Errors;
using CodexA2A.Api.Handling;
using CodexA2A.Api.Hosting;
using CodexA2A.Api.Http;
using CodexA2A.Api.Limits;
using CodexA2A.Api.Sse;
using CodexA2A.Api.Telemetry;
using CodexA2A.Protocol.Json;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Options;

namespace CodexA2A.Api.Rest;

/// <summary>What every route of the HTTP+JSON binding does around its operation (A2A 1.0, 11).</summary>
internal sealed class RestEndpoint(SseWriter sse, ErrorTranslator errors, ApiTelemetry telemetry, IOptions<A2AOptions> options)
{
    private const string Binding = "rest";
    private static readonly SseFrame Frame = new(default, default, RestJson.Error);

    /// <summary>Runs an operation with one result.</summary>
    /// <param name="http">The request.</param>
    /// <param name="operation">Its name.</param>
    /// <param name="run">Runs it.</param>
    /// <param name="legacyStyle">True for a route of A2A 0.3.</param>
    public Task UnaryAsync(HttpContext http, string operation, Func<CallContext, CancellationToken, Task<Payload>> run, bool legacyStyle = false) =>
        HandleAsync(http, operation, async (context, ended) => await WriteAsync(http, await run(context, ended)), legacyStyle);

    /// <summary>Runs an operation that answers with events.</summary>
    public Task StreamAsync(HttpContext http, string operation, Func<CallContext, CancellationToken, Task<EventStream>> open) =>
        HandleAsync(http, operation, async (context, ended) =>
        {
            CallPlace.Streams(http);
            await sse.RunAsync(http, await open(context, ended), Frame);
        });

    /// <summary>Answers a card, which is ready.</summary>
    public Task CardAsync(HttpContext http, string operation, Func<CallContext, Task<Card>> card) =>
        HandleAsync(http, operation, async (context, _) => await CardEndpoint.WriteAsync(http, await card(context), JsonMedia.Answer(http.Request)));

    /// <summary>Reads a body that may be left out; null when it is, whatever Content-Type was sent.</summary>
    public async Task<TRequest?> OptionalBodyAsync<TRequest>(HttpContext http) where TRequest : class
    {
        if (http.Features.Get<IHttpRequestBodyDetectionFeature>() is { CanHaveBody: false }) return null;
        var body = await ReadAsync(http);
        return body.IsEmpty ? null : Parse(http, body, json => A2AJsonInput.Read<TRequest>(json));
    }

    /// <summary>Reads a body that must be there.</summary>
    public async Task<TRequest> BodyAsync<TRequest>(HttpContext http, Func<JsonElement, TRequest> read) where TRequest : class
    {
        JsonMedia.Require(http.Request);
        return Parse(http, await ReadAsync(http), read);
    }

    private ValueTask<ReadOnlyMemory<byte>> ReadAsync(HttpContext http) =>
        RequestBody.ReadAsync(http.Request, options.Value.RequestBodyMaxBytes, http.RequestAborted);

    private static TRequest Parse<TRequest>(HttpContext http, ReadOnlyMemory<byte> body, Func<JsonElement, TRequest> read) where TRequest : class
    {
        JsonMedia.Require(http.Request);
        using var document = RestBody.Parse(body);
        return read(document.RootElement);
    }

    /// <summary>Runs what answers by itself.</summary>
    /// <param name="http">The request.</param>
    /// <param name="operation">Its name.</param>
    /// <param name="run">Runs it and answers.</param>
    /// <param name="legacyStyle">True for a route of A2A 0.3.</param>
    public async Task HandleAsync(HttpContext http, string operation, Func<CallContext, CancellationToken, Task> run, bool legacyStyle = false)
    {
        var activity = ApiTelemetry.Start(operation, Binding);
        var outcome = "ok";
        try
        {
            AnswerShape.Set(http, legacy: legacyStyle && options.Value.ServeV03);
            await run(CallContexts.Create(http, Versions.Negotiate(http.Request, legacyStyle, options.Value.ServeV03), operation), http.RequestAborted);
        }
        catch (Exception) when (http.RequestAborted.IsCancellationRequested)
        {
            outcome = "aborted";
        }
        catch (Exception exception)
        {
            var error = errors.From(exception, http);
            outcome = error.Reason;
            await ErrorWriter.WriteRestAsync(http, error);
        }
        finally
        {
            telemetry.Answered(operation, Binding, outcome);
            ApiTelemetry.End(activity, outcome);
        }
    }

    private static Task WriteAsync(HttpContext http, Payload result)
    {
        http.Response.ContentType = JsonMedia.Answer(http.Request);
        return ResponseBody.WriteAsync(http, default, result, default);
    }
}
