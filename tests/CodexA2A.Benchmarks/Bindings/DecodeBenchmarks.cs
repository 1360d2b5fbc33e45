using System.Buffers;
using System.Text;
using BenchmarkDotNet.Attributes;
using CodexA2A.Api.Compat.V03.Translators;
using CodexA2A.Api.Compat.V03.Wire;
using CodexA2A.Api.Grpc.Mapping;
using CodexA2A.Api.JsonRpc;
using CodexA2A.Api.Rest;
using CodexA2A.Benchmarks.Micro;
using CodexA2A.Protocol.Json;
using Google.Protobuf;
using Wire = CodexA2A.Api.Grpc.Wire;

namespace CodexA2A.Benchmarks.Bindings;

/// <summary>A request to send a message, from the bytes of its body to the value that every binding hands to the same operation.</summary>
public class DecodeBenchmarks
{
    private readonly byte[] _rest = Encoding.UTF8.GetBytes(Samples.Request);
    private readonly byte[] _rpc = Encoding.UTF8.GetBytes(Enveloped("SendMessage", Samples.Request));
    private readonly byte[] _legacy = Encoding.UTF8.GetBytes(Enveloped("message/send", Samples.Request
        .Replace("\"ROLE_USER\"", "\"user\",\"kind\":\"message\"", StringComparison.Ordinal)
        .Replace("{\"text\":", "{\"kind\":\"text\",\"text\":", StringComparison.Ordinal)
        .Replace("\"returnImmediately\":false", "\"blocking\":true", StringComparison.Ordinal)));

    private ReadOnlySequence<byte> _grpc;

    [GlobalSetup]
    public void Prepare()
    {
        _grpc = new ReadOnlySequence<byte>(A2AJson.Deserialize<SendMessageRequest>(_rest).ToWire().ToByteArray());
        var text = HttpJson().Message.Parts[0].Text;
        if (new[] { JsonRpc(), Grpc(), JsonRpcV03() }.Any(request => request.Message.Parts[0].Text != text || request.Configuration is not { ReturnImmediately: false }))
        {
            throw new InvalidOperationException("The bodies do not say the same.");
        }

        Console.WriteLine($"// bytes of a request: HTTP+JSON {_rest.Length}, JSON-RPC {_rpc.Length}, gRPC {_grpc.Length}, JSON-RPC 0.3 {_legacy.Length}");
    }

    [Benchmark(Baseline = true, Description = "HTTP+JSON 1.0")]
    public SendMessageRequest HttpJson()
    {
        using var document = RestBody.Parse(_rest);
        return A2AJsonInput.Read<SendMessageRequest>(document.RootElement);
    }

    [Benchmark(Description = "JSON-RPC 1.0")]
    public SendMessageRequest JsonRpc()
    {
        using var document = A2AJsonInput.Parse(_rpc);
        return A2AJsonInput.Read<SendMessageRequest>(RpcRequest.Read(document.RootElement).Params);
    }

    [Benchmark(Description = "gRPC 1.0")]
    public SendMessageRequest Grpc() => Wire.SendMessageRequest.Parser.ParseFrom(_grpc).ToRecord();

    [Benchmark(Description = "JSON-RPC 0.3")]
    public SendMessageRequest JsonRpcV03()
    {
        using var document = A2AJsonInput.Parse(_legacy);
        return SendTranslator.FromRpc(V03Json.Read<RpcSendParams>(RpcRequest.Read(document.RootElement).Params));
    }

    private static string Enveloped(string method, string parameters) => $$"""{"jsonrpc":"2.0","id":1,"method":"{{method}}","params":{{parameters}}}""";
}
