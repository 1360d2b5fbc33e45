using System.Buffers;
using BenchmarkDotNet.Attributes;
using CodexA2A.Api.Handling;
using CodexA2A.Api.Sse;
using CodexA2A.Protocol.Json;
using CodexA2A.Tasks;

namespace CodexA2A.Benchmarks.Micro;

/// <summary>The SSE writer: a stored event into a frame, with the JSON-RPC envelope and without.</summary>
public class SseBenchmarks
{
    private readonly ArrayBufferWriter<byte> _writer = new(64 * 1024);
    private readonly SseFrame _plain = new(ReadOnlyMemory<byte>.Empty, ReadOnlyMemory<byte>.Empty, static _ => []);
    private readonly SseFrame _enveloped = new("{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":"u8.ToArray(), "}"u8.ToArray(), static _ => []);
    private StreamItem _item;

    [GlobalSetup]
    public void Prepare()
    {
        var id = new EventId(1_795_364_912_827, 42);
        _item = new StreamItem(id, Payload.Raw(A2AJson.Serialize(Samples.Text("p1-task", id))), DateTimeOffset.UnixEpoch);
    }

    [Benchmark]
    public int WriteFrame() => Write(_plain);

    [Benchmark]
    public int WriteFrameWithEnvelope() => Write(_enveloped);

    private int Write(SseFrame frame)
    {
        _writer.ResetWrittenCount();
        return frame.Write(_writer, _item);
    }
}
