using System.Diagnostics;
using CodexA2A.Api.Access;
using CodexA2A.Api.Dialects;
using CodexA2A.Api.Errors;
using CodexA2A.Api.Handling;
using CodexA2A.Api.Hosting;
using CodexA2A.Api.Http;
using CodexA2A.Api.Limits;
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
        var call = new RpcCall();
        var outcome = "ok";
        try
        {
            // Body and request end with the first step: a stream may go on for an hour without them.
            if (await RunAsync(http, call) is { } stream)
            {
                Activity.Current = call.Activity ?? Activity.Current;
                await PumpAsync(http, stream, call.Id);
            }
        }
        catch (Exception) when (http.RequestAborted.IsCancellationRequested)
        {
            outcome = "aborted";
        }
        catch (Exception exception)
        {
            var error = errors.From(exception, http);
            outcome = error.Reason;
            if (call.IsNotification && !http.Response.HasStarted && !A2AErrorTable.Get(error.Code).IsHttpLevel) http.Response.StatusCode = StatusCodes.Status204NoContent;
            else await ErrorWriter.WriteRpcAsync(http, call.Id, error);
        }
        finally
        {
            telemetry.Answered(call.Operation, Binding, outcome);
            ApiTelemetry.End(call.Activity, outcome);
        }
    }

    /// <summary>Reads the call and runs it; what is left to do is a stream, where the method answers with one.</summary>
    private async Task<EventStream?> RunAsync(HttpContext http, RpcCall call)
    {
        AnswerShape.Guess(http);
        JsonMedia.Require(http.Request);
        using var document = A2AJsonInput.Parse(await RequestBody.ReadAsync(http.Request, options.Value.RequestBodyMaxBytes, http.RequestAborted));
        call.Id = RpcRequest.ReadId(document.RootElement);
        var request = RpcRequest.Read(document.RootElement);
        call.IsNotification = request.IsNotification;
        bool? legacyStyle = RpcMethods.IsExtension(request.Method) ? null : request.Method.Contains('/', StringComparison.Ordinal);
        AnswerShape.Set(http, legacy: legacyStyle is true && options.Value.ServeV03);
        var version = Versions.Negotiate(http.Request, legacyStyle, options.Value.ServeV03);
        var method = methods.Get(request.Method);
        call.Operation = method.Name;
        call.Activity = ApiTelemetry.Start(method.Name, Binding);
        var context = CallContexts.Create(http, version, method.Name);
        switch (method)
        {
            case RpcMethod.Unary unary:
                var result = await unary.Run(context, request.Params, http.RequestAborted);
                if (request.IsNotification) http.Response.StatusCode = StatusCodes.Status204NoContent;
                else await WriteAsync(http, request.Id, result);
                return null;
            case RpcMethod.Streaming when request.IsNotification:
                throw A2AException.InvalidRequest("A method that answers with a stream needs an id.");
            case RpcMethod.Streaming streaming:
                CallPlace.Streams(http);
                return await streaming.Open(context, request.Params, http.RequestAborted);
            default:
                throw new InvalidOperationException($"No such kind of method: {method}.");
        }
    }

    private Task PumpAsync(HttpContext http, EventStream stream, ReadOnlyMemory<byte> id) =>
        sse.RunAsync(http, stream, new SseFrame(RpcJson.ResultPrefix(id.Span), RpcJson.ResultSuffix, error => ErrorWriter.RpcBody(http, id, error)));

    /// <summary>What is known of a call at the moment, for its answer and its telemetry.</summary>
    private sealed class RpcCall
    {
        public ReadOnlyMemory<byte> Id { get; set; } = RpcRequest.NullId;

        public string Operation { get; set; } = Permissions.Unknown;

        public bool IsNotification { get; set; }

        public Activity? Activity { get; set; }
    }

    private static Task WriteAsync(HttpContext http, ReadOnlyMemory<byte> id, Payload result)
    {
        http.Response.ContentType = MediaTypes.Json;
        return ResponseBody.WriteAsync(http, RpcJson.ResultPrefix(id.Span), result, RpcJson.ResultSuffix);
    }
}
