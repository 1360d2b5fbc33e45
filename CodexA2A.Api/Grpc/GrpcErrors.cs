using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;

namespace CodexA2A.Api.Grpc;

/// <summary>An error as gRPC has it: the status of the table, and google.rpc.Status with its details in a trailer (A2A 1.0, 10.6).</summary>
internal static class GrpcErrors
{
    /// <summary>The trailer with the details.</summary>
    public const string DetailsTrailer = "grpc-status-details-bin";

    /// <summary>The exception that the server makes an answer of.</summary>
    public static RpcException From(A2AException error) => new(
        new Status((StatusCode)A2AErrorTable.Get(error.Code).GrpcStatus, error.Message, error),
        new Metadata { { DetailsTrailer, Details(error) } });

    /// <summary>The serialized google.rpc.Status: an ErrorInfo always, a BadRequest where members are named.</summary>
    /// <param name="error">The error.</param>
    /// <param name="code">The status that the answer has; null for that of the table.</param>
    public static byte[] Details(A2AException error, int? code = null)
    {
        var status = new Rpc.Status { Code = code ?? A2AErrorTable.Get(error.Code).GrpcStatus, Message = error.Message };
        var info = new Rpc.ErrorInfo { Reason = error.Reason, Domain = A2AErrorTable.Domain };
        foreach (var (key, value) in error.Metadata)
        {
            info.Metadata[key] = value;
        }

        status.Details.Add(new Any { TypeUrl = ErrorDetail.ErrorInfoType, Value = info.ToByteString() });
        if (error.FieldViolations.Count == 0) return status.ToByteArray();
        var badRequest = new Rpc.BadRequest();
        foreach (var violation in error.FieldViolations)
        {
            badRequest.FieldViolations.Add(new Rpc.BadRequest.Types.FieldViolation { Field = violation.Field, Description = violation.Description });
        }

        status.Details.Add(new Any { TypeUrl = ErrorDetail.BadRequestType, Value = badRequest.ToByteString() });
        return status.ToByteArray();
    }
}
