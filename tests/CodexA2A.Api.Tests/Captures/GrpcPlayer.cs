using System.Text.Json.Nodes;
using CodexA2A.Api.Grpc;
using CodexA2A.Api.Tests.Support;
using CodexA2A.Api.Tests.Ways;
using Google.Protobuf;
using Google.Protobuf.Reflection;
using Grpc.Core;
using Rpc = CodexA2A.Api.Grpc.Rpc;

namespace CodexA2A.Api.Tests.Captures;

/// <summary>Sends what was recorded over gRPC.</summary>
internal static class GrpcPlayer
{
    public static MethodDescriptor Method(Sent sent) => GrpcRequests.Method(sent.Path.Split('/')[^1])!;

    /// <summary>Begins a call; the answer comes when it is ended.</summary>
    public static AsyncServerStreamingCall<byte[]> Open(GrpcClient client, Sent sent, Comparison names)
    {
        var method = Method(sent);
        var json = names.Translate(JsonFormatter.Default.Format(Known(method.InputType, sent.Messages.Single())));
        var metadata = new Metadata();
        foreach (var (name, value) in sent.Headers.Where(header => header.Name.StartsWith("a2a-", StringComparison.Ordinal)))
        {
            metadata.Add(name, names.Translate(value));
        }

        return client.OpenRaw(method.Name, JsonParser.Default.Parse(json, method.InputType).ToByteArray(), metadata);
    }

    /// <summary>Reads a call to its end.</summary>
    public static async Task<Got> EndAsync(AsyncServerStreamingCall<byte[]> call, Action first)
    {
        var got = new Got(200);
        try
        {
            while (await call.ResponseStream.MoveNext(TestContext.Current.CancellationToken))
            {
                got.Messages.Add(call.ResponseStream.Current);
                if (got.Messages.Count == 1) first();
            }

            Add(await call.ResponseHeadersAsync, got.Headers);
        }
        catch (RpcException)
        {
            // The trailers say it.
        }

        Add(call.GetTrailers(), got.Trailers);
        got.Trailers["grpc-status"] = ((int)call.GetStatus().StatusCode).ToString(System.Globalization.CultureInfo.InvariantCulture);
        return got;
    }

    /// <summary>The messages and the failure as JSON.</summary>
    public static IEnumerable<JsonNode?> Documents(MethodDescriptor method, Got got)
    {
        foreach (var message in got.Messages)
        {
            yield return JsonNode.Parse(JsonFormatter.Default.Format(Known(method.OutputType, message)));
        }

        var trailer = (got.Trailers.GetValueOrDefault(GrpcErrors.DetailsTrailer) ?? got.Headers.GetValueOrDefault(GrpcErrors.DetailsTrailer)) is { } details
            ? Rpc.Status.Parser.ParseFrom(Convert.FromBase64String(details.PadRight((details.Length + 3) / 4 * 4, '=')))
            : null;
        yield return new JsonObject
        {
            ["grpc-status"] = got.Trailers.GetValueOrDefault("grpc-status") ?? got.Headers["grpc-status"],
            ["error"] = trailer is null ? null : new JsonObject
            {
                ["code"] = trailer.Code,
                ["message"] = trailer.Message,
                ["details"] = new JsonArray([.. trailer.Details.Select(Detail)]),
            },
        };
    }

    private static JsonObject Detail(Google.Protobuf.WellKnownTypes.Any any)
    {
        var type = any.TypeUrl == ErrorDetail.ErrorInfoType ? Rpc.ErrorInfo.Descriptor : Rpc.BadRequest.Descriptor;
        var detail = JsonNode.Parse(JsonFormatter.Default.Format(type.Parser.ParseFrom(any.Value)))!.AsObject();
        detail["@type"] = any.TypeUrl;
        return detail;
    }

    /// <summary>A message in which our descriptor knows every field.</summary>
    private static IMessage Known(MessageDescriptor type, byte[] bytes)
    {
        var message = type.Parser.WithDiscardUnknownFields(true).ParseFrom(bytes);
        Assert.Equal(bytes.Length, message.CalculateSize());
        return message;
    }

    private static void Add(Metadata from, Dictionary<string, string> to)
    {
        foreach (var entry in from)
        {
            to[entry.Key] = entry.IsBinary ? Convert.ToBase64String(entry.ValueBytes) : entry.Value;
        }
    }
}
