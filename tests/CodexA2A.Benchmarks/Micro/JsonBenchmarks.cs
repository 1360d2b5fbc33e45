using System.Text;
using BenchmarkDotNet.Attributes;
using CodexA2A.Protocol.Json;
using CodexA2A.Tasks;

namespace CodexA2A.Benchmarks.Micro;

/// <summary>The wire's JSON: a request in, an event out and in.</summary>
public class JsonBenchmarks
{
    private readonly byte[] _request = Encoding.UTF8.GetBytes(Samples.Request);
    private readonly StreamResponse _event = Samples.Text("p1-task", new EventId(1, 2));
    private byte[] _json = [];

    [GlobalSetup]
    public void Prepare() => _json = A2AJson.Serialize(_event);

    [Benchmark]
    public SendMessageRequest ReadRequest() => A2AJson.Deserialize<SendMessageRequest>(_request);

    [Benchmark]
    public byte[] WriteEvent() => A2AJson.Serialize(_event);

    [Benchmark]
    public StreamResponse ReadEvent() => A2AJson.Deserialize<StreamResponse>(_json);
}
