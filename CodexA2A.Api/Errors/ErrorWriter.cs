using CodexA2A.Api.Audit;
using CodexA2A.Api.Compat.V03.Translators;
using CodexA2A.Api.Dialects;
using CodexA2A.Api.Grpc;
using CodexA2A.Api.Hosting;
using CodexA2A.Api.Http;
using CodexA2A.Api.JsonRpc;
using CodexA2A.Api.Rest;
using Microsoft.Extensions.Options;

namespace CodexA2A.Api.Errors;

/// <summary>Writes an error in the shape of the binding that the request belongs to.</summary>
internal static class ErrorWriter
{
    /// <summary>For places that come before the bindings: <c>POST /</c> is JSON-RPC, all else HTTP+JSON.</summary>
    public static Task WriteAsync(HttpContext http, A2AException error)
    {
        CallNote.Current?.Failed(error);
        AnswerShape.Guess(http);
        return http.Request.Path == "/" ? WriteRpcAsync(http, RpcRequest.NullId, error) : WriteRestAsync(http, error);
    }

    /// <summary>JSON-RPC: HTTP 200, but for errors that belong to HTTP.</summary>
    public static Task WriteRpcAsync(HttpContext http, ReadOnlyMemory<byte> id, A2AException error)
    {
        var row = A2AErrorTable.Get(error.Code);
        return WriteAsync(http, error, row.IsHttpLevel ? row.HttpStatus : StatusCodes.Status200OK, MediaTypes.Json, RpcBody(http, id, error));
    }

    /// <summary>HTTP+JSON: the status of the table.</summary>
    public static Task WriteRestAsync(HttpContext http, A2AException error) =>
        AnswerShape.IsLegacy(http)
            ? WriteAsync(http, error, A2AErrorTable.Get(error.Code).HttpStatus, MediaTypes.Json, FaultTranslator.ToRest(error))
            : WriteAsync(http, error, A2AErrorTable.Get(error.Code).HttpStatus, JsonMedia.Answer(http.Request), RestJson.Error(error));

    /// <summary>The body of a JSON-RPC error.</summary>
    public static byte[] RpcBody(HttpContext http, ReadOnlyMemory<byte> id, A2AException error) =>
        AnswerShape.IsLegacy(http) ? FaultTranslator.ToRpc(id.Span, error)
            : RpcJson.Error(id.Span, error, http.RequestServices.GetRequiredService<IOptions<A2AOptions>>().Value.SeedErrorCodes);

    private static async Task WriteAsync(HttpContext http, A2AException error, int status, string mediaType, byte[] body)
    {
        var response = http.Response;
        if (response.HasStarted)
        {
            // Half an answer must not look like a whole one.
            http.Abort();
            return;
        }

        if (GrpcErrorWriter.IsGrpc(http.Request))
        {
            // Whatever it was on its way to: its client reads nothing else.
            await GrpcErrorWriter.WriteAsync(http, error);
            return;
        }

        response.StatusCode = status;
        response.ContentType = mediaType;
        response.ContentLength = body.Length;
        ErrorHeaders.Set(response, error);
        await response.Body.WriteAsync(body, http.RequestAborted);
    }
}
