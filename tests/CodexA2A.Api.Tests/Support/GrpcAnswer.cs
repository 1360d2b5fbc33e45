using CodexA2A.Api.Grpc;
using Grpc.Core;
using Rpc = CodexA2A.Api.Grpc.Rpc;

namespace CodexA2A.Api.Tests.Support;

/// <summary>An answer over gRPC.</summary>
/// <param name="Message">The result, where there is one.</param>
/// <param name="Error">The failure, where there is one.</param>
/// <param name="Metadata">Initial metadata; of a failure its trailers, which are all there is.</param>
internal sealed record GrpcAnswer<T>(T? Message, RpcException? Error, Metadata Metadata) where T : class
{
    public StatusCode Code => Error?.StatusCode ?? StatusCode.OK;

    public string? Reason => Error is null ? null : GrpcDetails.Of(Error).Info.Reason;

    public string? Field => Error is null ? null : GrpcDetails.Of(Error).BadRequest?.FieldViolations[0].Field;
}

/// <summary>What the trailer of a failure says.</summary>
internal sealed record GrpcDetails(Rpc.Status Status, Rpc.ErrorInfo Info, Rpc.BadRequest? BadRequest)
{
    public static GrpcDetails Of(RpcException error)
    {
        var bytes = error.Trailers.GetValueBytes(GrpcErrors.DetailsTrailer);
        Assert.True(bytes is not null, $"{error.StatusCode} {error.Status.Detail} has no details");
        var status = Rpc.Status.Parser.ParseFrom(bytes);
        Assert.Equal("type.googleapis.com/google.rpc.ErrorInfo", status.Details[0].TypeUrl);
        if (status.Details.Count > 1) Assert.Equal("type.googleapis.com/google.rpc.BadRequest", status.Details[1].TypeUrl);
        return new GrpcDetails(
            status, Rpc.ErrorInfo.Parser.ParseFrom(status.Details[0].Value), status.Details.Count > 1 ? Rpc.BadRequest.Parser.ParseFrom(status.Details[1].Value) : null);
    }
}
