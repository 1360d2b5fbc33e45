using System.Buffers;
using System.Globalization;
using System.IO.Pipelines;
using CodexA2A.Api.Payloads;
using Microsoft.AspNetCore.Http.Features;

namespace CodexA2A.Api.Http;

/// <summary>Reads a body whole, never more than the limit.</summary>
internal static class RequestBody
{
    /// <summary>The bytes.</summary>
    /// <exception cref="A2AException">PayloadTooLarge.</exception>
    public static async ValueTask<ReadOnlyMemory<byte>> ReadAsync(HttpRequest request, int limit, CancellationToken cancellationToken)
    {
        // The limit is kept here. The server's own, which closes the connection while the client still sends, would leave the
        // client with a broken pipe; now what remains is read and thrown away for at most five seconds.
        if (request.HttpContext.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } feature) feature.MaxRequestBodySize = null;
        if (request.ContentLength > limit) throw TooLarge(limit);
        var reader = request.BodyReader;
        while (true)
        {
            var read = await NextAsync(reader, cancellationToken);
            if (read.Buffer.Length > limit)
            {
                reader.AdvanceTo(read.Buffer.End);
                throw TooLarge(limit);
            }

            if (read.IsCompleted)
            {
                var body = read.Buffer.ToArray();
                reader.AdvanceTo(read.Buffer.End);
                PayloadNote.Of(request.HttpContext)?.Read(body);
                return body;
            }

            reader.AdvanceTo(read.Buffer.Start, read.Buffer.End);
        }
    }

    private static async ValueTask<ReadResult> NextAsync(PipeReader reader, CancellationToken cancellationToken)
    {
        try
        {
            return await reader.ReadAsync(cancellationToken);
        }
        catch (IOException exception) when (exception.InnerException is OverflowException)
        {
            // The server's word for the size of a chunk that no number holds.
            throw new BadHttpRequestException("The size of a chunk is no number that can be read.", exception);
        }
    }

    /// <summary>The refusal of a body that is too large, in every binding.</summary>
    public static A2AException TooLarge(int limit) => new(A2AErrorCode.PayloadTooLarge, $"The body is larger than {limit} bytes.")
    {
        Metadata = new Dictionary<string, string> { ["limitBytes"] = limit.ToString(CultureInfo.InvariantCulture) },
    };
}
