using System.Buffers;
using System.Buffers.Binary;
using CodexA2A.Api.Hosting;
using CodexA2A.Api.Http;
using Grpc.AspNetCore.Server;
using Grpc.Core;
using Microsoft.Extensions.Options;

namespace CodexA2A.Api.Grpc;

/// <summary>
/// Looks at a call before the gRPC server does, which takes what no client should send for a fault of its own: it would answer UNKNOWN
/// without details, and log each as an error, whoever sent it.
/// </summary>
internal sealed class GrpcGate(RequestDelegate next, IOptions<A2AOptions> options)
{
    private const string Timeout = "grpc-timeout";

    /// <summary>The longest time: eight digits and a unit.</summary>
    private const int MaxTimeoutLength = 9;

    /// <summary>What stands before a message: whether it is compressed, and its length.</summary>
    private const int PrefixBytes = 5;

    public async Task InvokeAsync(HttpContext http)
    {
        if (http.GetEndpoint()?.Metadata.GetMetadata<GrpcMethodMetadata>() is { } method && GrpcErrorWriter.IsGrpc(http.Request))
        {
            // As any other that is none: there is no limit then.
            if (http.Request.Headers[Timeout].ToString().Length > MaxTimeoutLength) http.Request.Headers.Remove(Timeout);
            if (method.Method.Type is MethodType.Unary or MethodType.ServerStreaming) await CheckPrefixAsync(http);
        }

        await next(http);
    }

    private async Task CheckPrefixAsync(HttpContext http)
    {
        var reader = http.Request.BodyReader;
        var read = await reader.ReadAtLeastAsync(PrefixBytes, http.RequestAborted);
        try
        {
            Check(read.Buffer);
        }
        finally
        {
            // Nothing is taken: the server reads the same bytes at once.
            reader.AdvanceTo(read.Buffer.Start);
        }
    }

    private void Check(in ReadOnlySequence<byte> body)
    {
        if (body.Length < PrefixBytes) return;
        Span<byte> prefix = stackalloc byte[PrefixBytes];
        body.Slice(0, PrefixBytes).CopyTo(prefix);
        if (prefix[0] > 1) throw A2AException.ParseError("The body is no gRPC message: its first byte is neither 0 nor, where it is compressed, 1.");
        if (BinaryPrimitives.ReadUInt32BigEndian(prefix[1..]) > options.Value.RequestBodyMaxBytes) throw RequestBody.TooLarge(options.Value.RequestBodyMaxBytes);
    }
}
