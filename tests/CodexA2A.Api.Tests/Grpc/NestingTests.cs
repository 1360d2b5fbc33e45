using System.Text.Json.Nodes;
using CodexA2A.Api.Tests.Support;
using CodexA2A.Protocol.Json;
using Google.Protobuf;
using Grpc.Core;
using Proto = CodexA2A.Api.Grpc.Wire;

namespace CodexA2A.Api.Tests.Grpc;

/// <summary>Readers of protobuf stop at 100 messages inside each other: nothing that we send does, whatever is in the log.</summary>
public sealed class NestingTests
{
    [Theory]
    [InlineData(31)]
    [InlineData(60)]
    [InlineData(110)]
    public async Task What_nests_deeper_in_the_log_goes_as_text_and_the_stream_goes_on(int levels)
    {
        await using var host = await GrpcHost.StartAsync();
        var submitted = await host.Api.SubmitAsync();
        await using var turn = await host.Api.Runner.ClaimAsync();
        await turn.WorkingAsync();
        using var stream = host.Client.Subscribe(submitted.TaskId);
        Assert.Equal(Proto.StreamResponse.PayloadOneofCase.Task, (await NextAsync()).PayloadCase);
        await turn.ArtifactAsync(new Artifact
        {
            ArtifactId = "tool-1",
            Parts = [Part.FromData(Deep.Objects(levels)), Part.FromData(Deep.Arrays(levels)) with { Metadata = Deep.Objects(levels) }],
            Metadata = Deep.Objects(levels),
        });
        var artifact = (await NextAsync()).ArtifactUpdate.Artifact;
        var json = JsonNode.Parse(JsonFormatter.Default.Format(artifact))!;
        foreach (var place in new[] { json["parts"]![0]!["data"]!, json["parts"]![1]!["metadata"]! })
        {
            var (inner, depth) = Innermost(place);
            Assert.Equal(30, depth);
            Assert.True(JsonNode.DeepEquals(Deep.Objects(levels - 29), JsonNode.Parse((string)inner["json"]!, documentOptions: new() { MaxDepth = 256 })));
        }

        Assert.False(JsonNesting.IsWithin(json["metadata"], 29));
        await turn.CompleteAsync();
        Assert.Equal(Proto.TaskState.Completed, (await NextAsync()).StatusUpdate.Status.State);
        var read = (await host.Client.GetAsync(submitted.TaskId)).Message!;
        Assert.Equal(read, Proto.Task.Parser.ParseFrom(read.ToByteArray()));

        async Task<Proto.StreamResponse> NextAsync()
        {
            Assert.True(await stream.ResponseStream.MoveNext(TestContext.Current.CancellationToken).WithLimitAsync("The next event of a stream"), "The stream has ended.");
            return stream.ResponseStream.Current;
        }
    }

    [Fact]
    public async Task A_message_that_is_none_and_one_that_nests_beyond_everything_are_told()
    {
        await using var host = await GrpcHost.StartAsync();
        var deep = new Google.Protobuf.WellKnownTypes.Value { StringValue = "x" };
        for (var i = 0; i < 500; i++)
        {
            deep = Google.Protobuf.WellKnownTypes.Value.ForList(deep);
        }

        var request = GrpcClient.Message("hello");
        request.Message.Parts.Add(new Proto.Part { Data = deep });
        foreach (var bytes in new[] { request.ToByteArray(), [0xFF, 0xFF] })
        {
            var answer = await host.Client.RawAsync(Methods.SendMessage, bytes, new Metadata { });
            Assert.Equal((StatusCode.InvalidArgument, "PARSE_ERROR"), (answer.Code, answer.Reason));
        }
    }

    private static (JsonNode Inner, int Depth) Innermost(JsonNode node)
    {
        var depth = 1;
        while (node["a"] is { } inner)
        {
            (node, depth) = (inner, depth + 1);
        }

        return (node, depth);
    }
}
