using CodexA2A.Api.Tests.Support;
using Google.Protobuf;
using Google.Protobuf.Reflection;
using Grpc.Core;
using Proto = CodexA2A.Api.Grpc.Wire;

namespace CodexA2A.Api.Tests.Ways;

/// <summary>Makes the gRPC request of a call by the reader of JSON that the protobuf library has.</summary>
internal static class GrpcRequests
{
    private static readonly JsonParser Json = new(JsonParser.Settings.Default.WithIgnoreUnknownFields(false).WithRecursionLimit(1000));
    private static readonly ServiceDescriptor Service = Proto.A2AReflection.Descriptor.Services.Single();

    public static MethodDescriptor? Method(string operation) => Service.FindMethodByName(operation);

    /// <summary>The message; null for what has no message or no method, and for values that its types do not have.</summary>
    public static byte[]? Of(Call call)
    {
        // Zeros alone stand for what is only too large, which a message of any wire can be.
        if (call.Body is { } body) return body.AsSpan().ContainsAnyExcept((byte)0) ? null : body;
        if (call.RestPath is not null || call.ContentType != "application/json" || call.ContentEncoding is not null || call.Headers.ContainsKey("Host") || call.Operation.AsSpan().ContainsAny('.', '/')) return null;
        if (Method(call.Operation) is not { } method) return [];
        try
        {
            return Json.Parse(call.Params.ToJsonString(), method.InputType).ToByteArray();
        }
        catch (InvalidProtocolBufferException)
        {
            return null;
        }
    }

    /// <summary>The headers of the call and its credential.</summary>
    public static Metadata Metadata(Call call)
    {
        var metadata = new Metadata();
        foreach (var (name, value) in call.Headers)
        {
            metadata.Add(name, value);
        }

        if (call.Token is { } token) metadata.Add("authorization", $"Bearer {token}");
        return metadata;
    }
}
