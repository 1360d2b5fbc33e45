using System.Text.Json.Nodes;
using CodexA2A.Api.Grpc;
using CodexA2A.Api.Tests.Support;
using Google.Protobuf;
using Grpc.Core;

namespace CodexA2A.Api.Tests.Ways;

/// <summary>A2A 1.0 over gRPC; what it answers is made JSON by the protobuf library.</summary>
internal sealed class GrpcSpeaker(ApiHost host) : Speaker, IDisposable
{
    private readonly GrpcClient client = new(host.GrpcUrl, token: null);

    public override Way Way => Way.Grpc;

    public override async Task<Said?> SayAsync(Call call, string bindings = "both")
    {
        if (GrpcRequests.Of(call) is not { } request) return null;
        if (GrpcRequests.Method(call.Operation) is { IsServerStreaming: true }) return await FirstAsync(call);
        var answer = await client.RawAsync(call.Operation, request, GrpcRequests.Metadata(call));
        return answer.Error is { } error ? Of(error) : new Said(false, 0, null, null, null, Json(call, answer.Message!));
    }

    public override async IAsyncEnumerable<JsonObject> ListenAsync(Call call)
    {
        using var stream = client.OpenRaw(call.Operation, GrpcRequests.Of(call)!, GrpcRequests.Metadata(call));
        while (await stream.ResponseStream.MoveNext(TestContext.Current.CancellationToken).WithLimitAsync("The next event of a stream"))
        {
            yield return Json(call, stream.ResponseStream.Current)!.AsObject();
        }
    }

    public void Dispose() => client.Dispose();

    private async Task<Said> FirstAsync(Call call)
    {
        try
        {
            await foreach (var item in ListenAsync(call))
            {
                return new Said(false, 0, null, null, null, item);
            }

            return new Said(false, 0, null, null, null, null);
        }
        catch (RpcException error)
        {
            return Of(error);
        }
    }

    private static Said Of(RpcException error)
    {
        var details = error.Trailers.Get(GrpcErrors.DetailsTrailer) is null ? null : GrpcDetails.Of(error);
        if (details is not null) Assert.Equal(((int)error.StatusCode, A2AErrorTable.Domain), (details.Status.Code, details.Info.Domain));
        return new Said(true, (int)error.StatusCode, null, details?.Info.Reason, details?.BadRequest?.FieldViolations.Single().Field, null);
    }

    private static JsonNode? Json(Call call, byte[] message) =>
        JsonNode.Parse(JsonFormatter.Default.Format(GrpcRequests.Method(call.Operation)!.OutputType.Parser.ParseFrom(message)));
}
