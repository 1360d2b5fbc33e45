using System.Net;
using CodexA2A.Api.Hosting;
using CodexA2A.Tasks;
using Microsoft.Extensions.Options;

namespace CodexA2A.Api.Outbound;

/// <summary>
/// Fetches images that a message names by address, where <c>A2A:FetchImages</c> allows it: from public addresses, judged when it
/// connects, with a few redirects, each judged again, within time and size; what comes is an image by its bytes or nothing. Why it
/// failed stands in the log alone: a caller must not learn from it what answers in our network.
/// </summary>
internal sealed partial class ImageFetcher : IDisposable
{
    private const int MaxRedirects = 3;
    private const int MaxAtOnce = 16;

    /// <summary>One caller fetches a quarter of them.</summary>
    private const int OwnersPart = 4;

    private readonly UnheardMeters _meters = new();
    private readonly SharedPlaces _places = new(MaxAtOnce);
    private readonly ReceiverGuard _guard;
    private readonly HttpMessageInvoker _http;
    private readonly A2AOptions _options;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;

    public ImageFetcher(IOptions<A2AOptions> options, Resolve resolve, TimeProvider time, ILogger<ImageFetcher> logger)
    {
        (_options, _time, _logger) = (options.Value, time, logger);
        _guard = new ReceiverGuard(AllowedReceivers.Parse(_options.FetchAllowedHosts), resolve.Invoke, "A2A:FetchAllowedHosts");
        _http = new HttpMessageInvoker(new SocketsHttpHandler
        {
            ConnectCallback = _guard.ConnectAsync,
            AllowAutoRedirect = false,
            UseCookies = false,
            UseProxy = false,
            AutomaticDecompression = DecompressionMethods.None,
            MaxResponseHeadersLength = 16,
            MaxResponseDrainSize = 0,
            PooledConnectionLifetime = TimeSpan.FromMinutes(1),
            PooledConnectionIdleTimeout = TimeSpan.FromSeconds(10),
            // Whoever is asked learns nothing of us, and whoever reads our metrics nothing of addresses.
            ActivityHeadersPropagator = null,
            MeterFactory = _meters,
        });
    }

    /// <summary>The parts with the bytes in place of addresses.</summary>
    /// <param name="owner">Whose message it is.</param>
    /// <param name="parts">Its parts.</param>
    /// <param name="cancellationToken">Ends the fetching.</param>
    /// <param name="name">What the caller calls them, for errors.</param>
    /// <exception cref="A2AException">ContentTypeNotSupported, naming the part: it cannot be fetched, or is no image.</exception>
    public async Task<IReadOnlyList<Part>> FetchAsync(Owner owner, IReadOnlyList<Part> parts, CancellationToken cancellationToken, string name = MessageInput.Parts)
    {
        if (!_options.FetchImages || !parts.Any(MessageInput.IsAddress)) return parts;
        var fetched = new List<Part>(parts.Count);
        // A message may become no larger by what it names than it may be when it brings the bytes.
        var left = _options.RequestBodyMaxBytes;
        foreach (var part in parts)
        {
            if (!MessageInput.IsAddress(part))
            {
                fetched.Add(part);
                continue;
            }

            var field = $"{name}[{fetched.Count}].url";
            var image = await FetchAsync(owner, part, field, cancellationToken);
            left -= image.Raw!.Value.Length;
            fetched.Add(left >= 0 ? image : throw A2AException.ContentTypeNotSupported(
                $"The images of the message are larger than the {_options.RequestBodyMaxBytes:N0} bytes that a request may have (A2A:RequestBodyMaxBytes). Send fewer, or smaller ones.", field));
        }

        return fetched;
    }

    /// <inheritdoc />
    public void Dispose()
    {
        _http.Dispose();
        _meters.Dispose();
        _places.Dispose();
    }

    private async Task<Part> FetchAsync(Owner owner, Part part, string field, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(_options.FetchTimeout, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            using var place = await _places.EnterAsync(either.Token, ($"{owner.Tenant.Length}:{owner}", OwnersPart));
            var bytes = await ReadAsync(new Uri(part.Url!), either.Token);
            var found = ImageTypes.Of(bytes) ?? throw new HttpRequestException("It is no image.");
            if (ImageTypes.Normalize(part.MediaType) is { } said && said != found) throw new HttpRequestException($"It is {found}, not {said}.");
            return part with { Url = null, Raw = bytes, MediaType = found };
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException || (exception is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            LogNotFetched(field, exception.Message);
            throw A2AException.ContentTypeNotSupported(
                $"No image can be fetched from this address. It must be public, by https, and answer in {_options.FetchTimeout.TotalSeconds:0.#} seconds with PNG, JPEG, GIF or WebP of at most {InputLimits.Default.MaxImageBytes:N0} bytes.", field);
        }
    }

    private async Task<byte[]> ReadAsync(Uri address, CancellationToken cancellationToken)
    {
        for (var redirects = 0; ; redirects++)
        {
            if (_guard.Refuses(address)) throw new ReceiverRefusedException("The address is not public, or by plain http.");
            using var request = new HttpRequestMessage(HttpMethod.Get, address);
            request.Headers.TryAddWithoutValidation("Accept", "image/*");
            using var response = await _http.SendAsync(request, cancellationToken);
            if (Target(address, response) is not { } target) return await BodyAsync(response, cancellationToken);
            if (redirects == MaxRedirects) throw new HttpRequestException("It leads on too often.");
            address = target;
        }
    }

    private static Uri? Target(Uri address, HttpResponseMessage response)
    {
        if (response.StatusCode is not (HttpStatusCode.MovedPermanently or HttpStatusCode.Found or HttpStatusCode.SeeOther or HttpStatusCode.TemporaryRedirect or HttpStatusCode.PermanentRedirect))
        {
            return response.StatusCode == HttpStatusCode.OK ? null : throw new HttpRequestException($"It answered {(int)response.StatusCode}.");
        }

        if (response.Headers.Location is not { } location || !Uri.TryCreate(address, location, out var target)) throw new HttpRequestException("It leads on to nowhere.");
        return target.Scheme == Uri.UriSchemeHttps || (target.Scheme == Uri.UriSchemeHttp && address.Scheme == Uri.UriSchemeHttp)
            ? target : throw new HttpRequestException("It leads on to another scheme.");
    }

    private static async Task<byte[]> BodyAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        var max = InputLimits.Default.MaxImageBytes;
        if (response.Content.Headers.ContentLength > max) throw new HttpRequestException("It is too large.");
        await using var body = await response.Content.ReadAsStreamAsync(cancellationToken);
        using var bytes = new MemoryStream();
        var buffer = new byte[16 * 1024];
        int read;
        while ((read = await body.ReadAsync(buffer, cancellationToken)) > 0)
        {
            if (bytes.Length + read > max) throw new HttpRequestException("It is too large.");
            bytes.Write(buffer, 0, read);
        }

        return bytes.ToArray();
    }

    [LoggerMessage(LogLevel.Information, "The image of {Field} is not fetched: {Reason}")]
    private partial void LogNotFetched(string field, string reason);
}
