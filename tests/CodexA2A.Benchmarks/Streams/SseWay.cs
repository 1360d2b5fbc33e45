using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Nodes;
using CodexA2A.Benchmarks.Harness;
using CodexA2A.Protocol.Json;

namespace CodexA2A.Benchmarks.Streams;

/// <summary>JSON-RPC or HTTP+JSON: server-sent events, each stream on a connection of its own.</summary>
internal sealed class SseWay(Uri address, string token, bool rpc) : IStreamWay
{
    private readonly A2AClient _client = new(address, token);

    public string Name => rpc ? "JSON-RPC" : "HTTP+JSON";

    public async IAsyncEnumerable<string?> FollowAsync(string taskId, string? after, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var body = rpc
            ? new JsonObject { ["jsonrpc"] = "2.0", ["id"] = 1, ["method"] = Methods.SubscribeToTask, ["params"] = new JsonObject { ["id"] = taskId } }
            : null;
        using var response = await _client.StreamAsync(rpc ? "/" : $"/tasks/{taskId}:subscribe", body, cancellationToken, after);
        var events = SseParser.Create(await response.Content.ReadAsStreamAsync(cancellationToken), (_, data) => Read(data));
        await foreach (var item in events.EnumerateAsync(cancellationToken))
        {
            if (item.EventType == "error")
            {
                throw new InvalidOperationException($"{Name}: a stream ended with an error.");
            }

            yield return item.Data?.ArtifactUpdate?.Artifact.Parts[0].Text;
        }
    }

    public void Dispose() => _client.Dispose();

    private StreamResponse? Read(ReadOnlySpan<byte> data) => rpc
        ? JsonElement.Parse(data).TryGetProperty("result"u8, out var result) ? result.Deserialize(A2AJson.TypeInfo<StreamResponse>()) : null
        : A2AJson.Deserialize<StreamResponse>(data);
}
