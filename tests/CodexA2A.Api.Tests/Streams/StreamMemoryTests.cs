using System.Text;
using CodexA2A.Api.Tests.Support;

namespace CodexA2A.Api.Tests.Streams;

/// <summary>Measures the memory of the process, so nothing else runs beside it.</summary>
[CollectionDefinition(nameof(StreamMemoryTests), DisableParallelization = true)]
[Collection(nameof(StreamMemoryTests))]
public sealed class StreamMemoryTests
{
    private const int Streams = 8;
    private const int BodyBytes = 4 * 1024 * 1024;

    [Theory]
    [InlineData(Binding.JsonRpc)]
    [InlineData(Binding.Rest)]
    public async Task A_stream_does_not_keep_its_request(Binding binding)
    {
        await using var host = await ApiHost.StartAsync();
        var call = Call.Stream("hello");
        var json = call.Params.ToJsonString();
        // White space behind the call is JSON all the same. The client's side of it is one array for all.
        call = call with
        {
            Body = Encoding.UTF8.GetBytes((binding == Binding.Rest ? json : $$"""{"jsonrpc":"2.0","id":7,"method":"SendStreamingMessage","params":{{json}}}""").PadRight(BodyBytes)),
        };
        var open = new List<SseClient>();
        await OpenAsync();
        var before = LargeObjects();
        for (var i = 0; i < Streams; i++)
        {
            await OpenAsync();
        }

        var each = (LargeObjects() - before) / Streams;
        Assert.InRange(each, long.MinValue, BodyBytes / 2);
        foreach (var stream in open)
        {
            await stream.DisposeAsync();
        }

        // A body is a large object; the server's buffers, which it uses again, lie elsewhere.
        static long LargeObjects()
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
            GC.Collect();
            var large = GC.GetGCMemoryInfo(GCKind.FullBlocking).GenerationInfo[3];
            return large.SizeAfterBytes - large.FragmentationAfterBytes;
        }

        async Task OpenAsync()
        {
            open.Add(await host.OpenAsync(call, binding));
            Assert.Equal("task", (await open[^1].NextEventAsync())!.Kind);
        }
    }
}
