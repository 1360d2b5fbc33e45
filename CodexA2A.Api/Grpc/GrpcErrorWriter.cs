using System.Globalization;
using System.Text;

namespace CodexA2A.Api.Grpc;

/// <summary>Answers with an error before any gRPC method runs: HTTP 200 with the status in its headers, and no body ("trailers only").</summary>
internal static class GrpcErrorWriter
{
    private const string ContentType = "application/grpc";

    /// <summary>True of a request whose client reads nothing but gRPC.</summary>
    public static bool IsGrpc(HttpRequest request) =>
        HttpProtocol.IsHttp2(request.Protocol)
        && request.ContentType is { } type && type.StartsWith(ContentType, StringComparison.OrdinalIgnoreCase)
        && (type.Length == ContentType.Length || type[ContentType.Length] is '+' or ';');

    /// <summary>Writes the error.</summary>
    public static Task WriteAsync(HttpContext http, A2AException error)
    {
        var response = http.Response;
        response.StatusCode = StatusCodes.Status200OK;
        response.ContentType = ContentType;
        response.Headers["grpc-status"] = A2AErrorTable.Get(error.Code).GrpcStatus.ToString(CultureInfo.InvariantCulture);
        response.Headers["grpc-message"] = Encode(error.Message);
        response.Headers[GrpcErrors.DetailsTrailer] = Convert.ToBase64String(GrpcErrors.Details(error));
        return response.CompleteAsync();
    }

    /// <summary>Printable ASCII as it is, all else in percent signs.</summary>
    internal static string Encode(string message)
    {
        var encoded = new StringBuilder(message.Length);
        foreach (var octet in Encoding.UTF8.GetBytes(message))
        {
            if (octet is >= 0x20 and <= 0x7E and not (byte)'%') encoded.Append((char)octet);
            else encoded.Append(CultureInfo.InvariantCulture, $"%{octet:X2}");
        }

        return encoded.ToString();
    }
}
