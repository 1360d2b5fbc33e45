using CodexA2A.Api.Dialects;
using CodexA2A.Api.Errors;
using CodexA2A.Api.Handling;
using CodexA2A.Api.Http;
using CodexA2A.Api.Limits;
using CodexA2A.Api.Telemetry;
using Grpc.Core;

namespace CodexA2A.Api.Grpc;

/// <summary>What every method of the gRPC binding does around its operation (A2A 1.0, 10).</summary>
internal sealed class GrpcCalls(GrpcStreams streams, ErrorTranslator errors, ApiTelemetry telemetry)
{
    private const string Binding = "grpc";

    /// <summary>Runs an operation with one result.</summary>
    /// <param name="call">The call.</param>
    /// <param name="operation">Its name.</param>
    /// <param name="run">Runs it; its context has the service parameters, which are metadata of the same names.</param>
    /// <exception cref="RpcException">Whatever failed.</exception>
    public async Task<TResponse> UnaryAsync<TResponse>(ServerCallContext call, string operation, Func<CallContext, CancellationToken, Task<TResponse>> run)
    {
        var response = default(TResponse)!;
        await HandleAsync(call, operation, async context => response = await run(context, call.CancellationToken));
        return response;
    }

    /// <summary>Runs an operation that answers with events.</summary>
    /// <exception cref="RpcException">Whatever failed.</exception>
    public Task StreamAsync(
        ServerCallContext call, string operation, Func<CallContext, CancellationToken, Task<EventStream>> open, IServerStreamWriter<Wire.StreamResponse> writer) =>
        HandleAsync(call, operation, async context =>
        {
            CallPlace.Streams(call.GetHttpContext());
            await streams.RunAsync(call, await open(context, call.CancellationToken), writer);
        });

    private async Task HandleAsync(ServerCallContext call, string operation, Func<CallContext, Task> run)
    {
        var http = call.GetHttpContext();
        var activity = ApiTelemetry.Start(operation, Binding);
        var outcome = "ok";
        try
        {
            // The package is the version; a call that names another one is told so.
            await run(CallContexts.Create(http, Versions.Negotiate(http.Request, legacyStyle: false), operation));
        }
        catch (Exception exception) when (call.CancellationToken.IsCancellationRequested)
        {
            outcome = "aborted";
            throw new RpcException(new Status(StatusCode.Cancelled, "The client gave up.", exception));
        }
        catch (Exception exception)
        {
            var error = errors.From(exception, http);
            outcome = error.Reason;
            throw GrpcErrors.From(error);
        }
        finally
        {
            telemetry.Answered(operation, Binding, outcome);
            ApiTelemetry.End(activity, outcome);
        }
    }
}
