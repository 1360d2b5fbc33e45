using System.Text.Json;
using System.Text.Json.Nodes;
using CodexA2A.Api.Handling;
using CodexA2A.Api.JsonRpc;
using CodexA2A.Api.Tests.Support;
using CodexA2A.Tasks;
using Microsoft.Extensions.DependencyInjection;

namespace CodexA2A.Api.Tests.Streams;

public sealed class StreamRequestTests
{
    [Fact]
    public async Task A_stream_does_not_keep_its_request()
    {
        var methods = new RpcMethods([new RpcMethod.Streaming(Methods.SubscribeToTask, (_, parameters, _) => Task.FromResult(new EventStream(Probe(parameters))))]);
        await using var host = await ApiHost.StartAsync(services: services => services.AddSingleton(methods));
        await using var stream = await host.OpenAsync(new Call(Methods.SubscribeToTask, new JsonObject { ["a"] = 1 }));
        Assert.True((bool)(await stream.NextEventAsync())!.Response["gone"]!);
    }

    /// <summary>Says whether the document of the request, and with it the body, is gone while the stream goes on.</summary>
    private static async IAsyncEnumerable<IReadOnlyList<StreamItem>> Probe(JsonElement parameters)
    {
        await Task.Yield();
        var gone = false;
        try
        {
            _ = parameters.GetProperty("a");
        }
        catch (ObjectDisposedException)
        {
            gone = true;
        }

        yield return [new StreamItem(EventId.First, Payload.Of(new JsonObject { ["gone"] = gone }), DateTimeOffset.UtcNow)];
    }
}
