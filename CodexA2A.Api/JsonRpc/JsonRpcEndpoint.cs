using CodexA2A.Api.Dialects;
using CodexA2A.Api.Errors;
using CodexA2A.Api.Handling;
using CodexA2A.Api.Hosting;
using CodexA2A.Api.Http;
using CodexA2A.Api.Sse;
using CodexA2A.Api.Telemetry;
using CodexA2A.Protocol.Json;
using Microsoft.Extensions.Options;

namespace CodexA2A.Api.JsonRpc;

/// <summary>The JSON-RPC binding (A2A 1.0, 9): one endpoint, <c>POST /</c>.</summary>
internal sealed class JsonRpcEndpoint(
    RpcMethods methods, SseWriter sse, ErrorTranslator errors, ApiTelemetry telemetry, IOptions<A2AOptions> options)
{
    private const string Binding = "jsonrpc";

    public async Task HandleAsync(HttpContext http)
    {
        var id = RpcRequest.NullId;
        var operation = "unknown";
        var isNotification = false;
        try
        {
            JsonMedia.Require(http.Request);
            var body = await RequestBody.ReadAsync(http.Request, options.Value.RequestBodyMaxBytes, http.RequestAborted);
            using var document = A2AJsonInput.Parse(body);
            id = RpcRequest.ReadId(document.RootElement);
            var request = RpcRequest.Read(document.RootElement);
            isNotification = request.IsNotification;
            var version = Versions.Negotiate(http.Request, legacyStyle: request.Method.Contains('/', StringComparison.Ordinal));
            var method = methods.Get(request.Method);
            operation = method.Name;
            using var activity = ApiTelemetry.Start(operation);
            await RunAsync(http, method, request, CallContexts.Create(http, version));
            telemetry.Answered(operation, Binding, "ok");
        }
        catch (Exception) when (http.RequestAborted.IsCancellationRequested)
        {
            telemetry.Answered(operation, Binding, "aborted");
        }
        catch (Exception exception)
        {
            var error = errors.From(exception, http);
            telemetry.Answered(operation, Binding, error.Reason);
            if (isNotification && !http.Response.HasStarted && !A2AErrorTable.Get(error.Code).IsHttpLevel) http.Response.StatusCode = StatusCodes.Status204NoContent;
            else await ErrorWriter.WriteRpcAsync(http, id, error);
        }
    }

    private async Task RunAsync(HttpContext http, RpcMethod method, RpcRequest request, CallContext context)
    {
        switch (method)
        {
            case RpcMethod.Unary unary:
                var result = await unary.Run(context, request.Params, http.RequestAborted);
                if (request.IsNotification) http.Response.StatusCode = StatusCodes.Status204NoContent;
                else await WriteAsync(http, request.Id, result);
                break;
            case RpcMethod.Streaming when request.IsNotification:
                throw A2AException.InvalidRequest("A method that answers with a stream needs an id.");
            case RpcMethod.Streaming streaming:
                var stream = await streaming.Open(context, request.Params, http.RequestAborted);
                var id = request.Id;
                await sse.RunAsync(http, stream, new SseFrame(RpcJson.ResultPrefix(id.Span), "}"u8.ToArray(), error => RpcJson.Error(id.Span, error)));
                break;
        }
    }

    private static async Task WriteAsync(HttpContext http, ReadOnlyMemory<byte> id, Payload result)
    {
        http.Response.ContentType = MediaTypes.Json;
        http.Response.ContentLength = RpcJson.ResultLength(id.Span, result);
        RpcJson.WriteResult(http.Response.BodyWriter, id.Span, result);
        await http.Response.BodyWriter.FlushAsync(http.RequestAborted);
    }
}
