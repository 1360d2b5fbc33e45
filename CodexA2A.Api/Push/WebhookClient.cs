using System.Net;
using System.Net.Http.Headers;
using CodexA2A.Api.Outbound;
using CodexA2A.Tasks;
using Microsoft.Extensions.Options;

namespace CodexA2A.Api.Push;

/// <summary>How one POST ended.</summary>
/// <param name="Outcome">delivered, failed, refused (by the guard) or gone: a tag of the metric.</param>
/// <param name="Status">The receiver's HTTP status; null without an answer.</param>
/// <param name="RetryAfter">The wait it asked for.</param>
internal readonly record struct PushResult(string Outcome, int? Status = null, TimeSpan? RetryAfter = null)
{
    public const string Delivered = "delivered";
    public const string Failed = "failed";
    public const string Refused = "refused";
    public const string Gone = "gone";
}

/// <summary>Sends one event to one webhook. It follows no redirect, keeps no cookie, takes no proxy, and reads next to nothing of the answer.</summary>
internal sealed class WebhookClient : IDisposable
{
    private const int MaxAnswerBytes = 4096;

    private readonly UnheardMeters meters = new();
    private readonly HttpMessageInvoker http;
    private readonly PushOptions options;
    private readonly TimeProvider time;

    public WebhookClient(ReceiverGuard guard, IOptions<PushOptions> options, TimeProvider time)
    {
        (this.options, this.time) = (options.Value, time);
        http = new HttpMessageInvoker(new SocketsHttpHandler
        {
            ConnectCallback = guard.ConnectAsync,
            AllowAutoRedirect = false,
            UseCookies = false,
            UseProxy = false,
            AutomaticDecompression = DecompressionMethods.None,
            MaxResponseHeadersLength = 16,
            MaxResponseDrainSize = MaxAnswerBytes,
            ResponseDrainTimeout = TimeSpan.FromMilliseconds(500),
            PooledConnectionLifetime = TimeSpan.FromMinutes(2),
            PooledConnectionIdleTimeout = TimeSpan.FromSeconds(30),
            // No header for them, and neither span nor metric of ours: many receivers have a secret in their path, and all have a name.
            ActivityHeadersPropagator = null,
            MeterFactory = meters,
        });
    }

    /// <summary>Sends it; whatever the receiver does is a result, only <paramref name="cancellationToken"/> throws.</summary>
    public async Task<PushResult> PostAsync(WebhookDelivery delivery, EventId id, PushBody body, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(options.Timeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        using var request = Request(delivery, id, body);
        try
        {
            using var response = await http.SendAsync(request, either.Token);
            return response.StatusCode switch
            {
                >= HttpStatusCode.OK and < HttpStatusCode.MultipleChoices => new(PushResult.Delivered),
                HttpStatusCode.Gone => new(PushResult.Gone, (int)response.StatusCode),
                _ => new(PushResult.Failed, (int)response.StatusCode, RetryAfter(response)),
            };
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return new(PushResult.Failed);
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException)
        {
            return new(exception is ReceiverRefusedException || exception.InnerException is ReceiverRefusedException ? PushResult.Refused : PushResult.Failed);
        }
    }

    /// <inheritdoc />
    public void Dispose()
    {
        http.Dispose();
        meters.Dispose();
    }

    private HttpRequestMessage Request(WebhookDelivery delivery, EventId id, PushBody body)
    {
        var webhook = delivery.Webhook;
        var request = new HttpRequestMessage(HttpMethod.Post, webhook.Url) { Content = new ReadOnlyMemoryContent(body.Json) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue(body.ContentType);
        var headers = request.Headers;
        var eventId = $"{delivery.TaskId}/{id}";
        headers.TryAddWithoutValidation(PushHeaders.EventId, eventId);
        if (webhook is { Scheme: { } scheme, Credentials: { } credentials }) headers.TryAddWithoutValidation("Authorization", $"{scheme} {credentials}");
        if (webhook.Token is { } token) headers.TryAddWithoutValidation(PushHeaders.Token, token);
        if ((options.SigningKey ?? webhook.Token) is { Length: > 0 } key)
        {
            var (timestamp, signature) = PushSignature.Create(key, eventId, time.GetUtcNow(), body.Json);
            headers.TryAddWithoutValidation(PushHeaders.Timestamp, timestamp);
            headers.TryAddWithoutValidation(PushHeaders.Signature, signature);
        }

        return request;
    }

    private TimeSpan? RetryAfter(HttpResponseMessage response) => response.Headers.RetryAfter switch
    {
        { Delta: { } delta } => delta,
        { Date: { } date } => date - time.GetUtcNow(),
        _ => null,
    };
}
