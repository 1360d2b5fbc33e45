using System.Globalization;
using CodexA2A.Api.Errors;
using CodexA2A.Api.Hosting;
using CodexA2A.Api.Http;
using Microsoft.Extensions.Options;

namespace CodexA2A.Api.Grpc;

/// <summary>
/// Gives what the gRPC server refuses by itself, before any method of ours (a message that is too large, a method or a compression
/// that there is not), the details that our own errors have: it answers with a status alone.
/// </summary>
internal sealed class GrpcRefusals(RequestDelegate next, IOptions<A2AOptions> options)
{
    private static readonly PathString Service = "/" + GrpcMethodTable.Service;

    public async Task InvokeAsync(HttpContext http)
    {
        await next(http);
        if (!http.Response.HasStarted && http.Request.Path.StartsWithSegments(Service, StringComparison.Ordinal) && GrpcErrorWriter.IsGrpc(http.Request)) Explain(http);
    }

    private void Explain(HttpContext http)
    {
        var headers = http.Response.Headers;
        if (headers.ContainsKey(GrpcErrors.DetailsTrailer)
            || !int.TryParse(headers["grpc-status"], NumberStyles.None, CultureInfo.InvariantCulture, out var code))
        {
            return;
        }

        var error = code switch
        {
            8 => RequestBody.TooLarge(options.Value.RequestBodyMaxBytes),
            // Of a compression that there is not the server names those that there are.
            12 when !headers.ContainsKey("grpc-accept-encoding") => LastResort.NoRoute(http),
            12 or 13 => A2AException.InvalidRequest(Uri.UnescapeDataString(headers["grpc-message"].ToString())),
            _ => null,
        };
        if (error is null) return;
        headers["grpc-message"] = GrpcErrorWriter.Encode(error.Message);
        headers[GrpcErrors.DetailsTrailer] = Convert.ToBase64String(GrpcErrors.Details(error, code));
    }
}
