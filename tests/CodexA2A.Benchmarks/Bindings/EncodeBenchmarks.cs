using System.Buffers;
using BenchmarkDotNet.Attributes;
using CodexA2A.Api.Compat.V03.Translators;
using CodexA2A.Api.Grpc.Mapping;
using CodexA2A.Api.Handling;
using CodexA2A.Api.Sse;
using Google.Protobuf;

namespace CodexA2A.Benchmarks.Bindings;

/// <summary>A stored event on its way to a client: what each binding makes of it, written into a buffer that is there.</summary>
public class EncodeBenchmarks
{
    private readonly ArrayBufferWriter<byte> _writer = new(256 * 1024);
    private readonly SseFrame _plain = new(default, default, static _ => []);
    private readonly SseFrame _enveloped = new(Api.JsonRpc.RpcJson.ResultPrefix("1"u8), Api.JsonRpc.RpcJson.ResultSuffix, static _ => []);
    private StreamItem _item;

    /// <summary>Which event.</summary>
    [Params(BindingSamples.Status, BindingSamples.Text, BindingSamples.Tool, BindingSamples.WholeTask)]
    public string Event { get; set; } = "";

    [GlobalSetup]
    public void Prepare()
    {
        _item = BindingSamples.Item(Event);
        Console.WriteLine($"// bytes of {Event}: HTTP+JSON {HttpJson()}, JSON-RPC {JsonRpc()}, gRPC {Grpc()}, JSON-RPC 0.3 {JsonRpcV03()}");
    }

    [Benchmark(Baseline = true, Description = "HTTP+JSON 1.0")]
    public int HttpJson() => Frame(_plain, _item);

    [Benchmark(Description = "JSON-RPC 1.0")]
    public int JsonRpc() => Frame(_enveloped, _item);

    [Benchmark(Description = "gRPC 1.0")]
    public int Grpc()
    {
        _writer.ResetWrittenCount();
        var message = _item.Payload.Read<StreamResponse>().ToWire();
        var size = message.CalculateSize();
        message.WriteTo(_writer);
        return size;
    }

    [Benchmark(Description = "JSON-RPC 0.3")]
    public int JsonRpcV03() => Frame(
        _enveloped, _item with { Payload = Payload.Raw(EventTranslator.ToRpc(_item.Payload.Read<StreamResponse>(), _item.Closes)) });

    private int Frame(SseFrame frame, StreamItem item)
    {
        _writer.ResetWrittenCount();
        return frame.Write(_writer, item);
    }
}
