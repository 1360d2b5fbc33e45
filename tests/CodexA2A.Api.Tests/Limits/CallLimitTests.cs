using CodexA2A.Api.Limits;
using CodexA2A.Api.Tests.Support;
using Grpc.Core;
using Proto = CodexA2A.Api.Grpc.Wire;

namespace CodexA2A.Api.Tests.Limits;

public sealed class CallLimitTests
{
    [Fact]
    public void Each_principal_has_its_own_places_and_a_stream_is_no_call()
    {
        var table = new CallTable(2, 1);
        var (alice, bob) = (ApiHost.OwnerOf("alice"), ApiHost.OwnerOf("bob"));
        var first = table.Enter(alice);
        var second = table.Enter(alice);
        Assert.Equal("TOO_MANY_CALLS", Assert.Throws<A2AException>(() => table.Enter(alice)).Reason);
        using (table.Enter(bob)) Assert.Equal(2, table.Count);

        second.Stream();
        second.Stream();
        var third = table.Enter(alice);
        Assert.Equal("TOO_MANY_STREAMS", Assert.Throws<A2AException>(third.Stream).Reason);
        Assert.Equal("TOO_MANY_CALLS", Assert.Throws<A2AException>(() => table.Enter(alice)).Reason);
        second.Dispose();
        third.Stream();
        first.Dispose();
        first.Dispose();
        Assert.Equal(1, table.Count);
        third.Dispose();
        Assert.Equal(0, table.Count);
    }

    [Fact]
    public void Zero_is_no_limit()
    {
        var table = new CallTable(0, 0);
        for (var i = 0; i < 100; i++)
        {
            table.Enter(ApiHost.OwnerOf("alice")).Stream();
        }

        Assert.Equal(1, table.Count);
    }

    [Theory]
    [InlineData(Binding.JsonRpc)]
    [InlineData(Binding.Rest)]
    public async Task Calls_that_are_open_are_counted_and_given_back_however_they_end(Binding binding)
    {
        await using var host = await ApiHost.StartAsync(new() { ["A2A:MaxConcurrentCalls"] = "2" });
        using var gone = new CancellationTokenSource();
        var first = host.CallAsync(Call.Send("one"), binding);
        await using var turn = await host.Runner.ClaimAsync(first);
        using var request = Call.Send("two").Request(binding);
        var second = host.Http.SendAsync(request, gone.Token);
        await using var other = await host.Runner.ClaimAsync(second);

        var refused = await host.CallAsync(Call.Get(turn.TaskId), binding);
        Assert.Equal((429, "TOO_MANY_CALLS", 1.0), ((int)refused.Status, refused.Reason, refused.Response.Headers.RetryAfter!.Delta!.Value.TotalSeconds));
        Assert.Equal("TASK_NOT_FOUND", (await host.CallAsync(Call.Get(turn.TaskId) with { Token = ApiHost.Bob }, binding)).Reason);

        await turn.CompleteAsync();
        Assert.Equal("TASK_STATE_COMPLETED", (await first).State);
        Assert.Equal("TASK_STATE_COMPLETED", (await UntilTakenAsync(host, Call.Get(turn.TaskId), binding)).State);
        // The client of the other one goes.
        await gone.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => second);
        var third = host.CallAsync(Call.Send("three"), binding);
        await using var last = await host.Runner.ClaimAsync(third);
        await UntilTakenAsync(host, Call.Get(turn.TaskId), binding);
        await last.CompleteAsync();
        await third;
    }

    [Theory]
    [InlineData(Binding.JsonRpc)]
    [InlineData(Binding.Rest)]
    public async Task A_stream_too_many_is_refused_before_its_message_is_taken(Binding binding)
    {
        await using var host = await ApiHost.StartAsync(new() { ["A2A:MaxStreams"] = "1", ["A2A:MaxConcurrentCalls"] = "1" });
        await using (var stream = await host.OpenAsync(Call.Stream("hello"), binding))
        {
            Assert.Equal("task", (await stream.NextEventAsync())!.Kind);
            var refused = await host.CallAsync(Call.Stream("never"), binding);
            Assert.Equal((429, "TOO_MANY_STREAMS"), ((int)refused.Status, refused.Reason));
            Assert.NotNull(refused.Response.Headers.RetryAfter);
            // It is no call: there is room for one.
            Assert.Single((await host.CallAsync(new Call(Methods.ListTasks, []), binding)).Result!["tasks"]!.AsArray());
        }

        await using var turn = await host.Runner.ClaimAsync();
        Answer? answer;
        do
        {
            // The service sees a little later that the client has gone.
            using var request = Call.Stream("again").Request(binding);
            using var response = await host.Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, TestContext.Current.CancellationToken);
            if (response.Content.Headers.ContentType!.MediaType == "text/event-stream") break;
            answer = await Answer.ReadAsync(response, binding);
        }
        while (answer.Reason == "TOO_MANY_STREAMS");
        await turn.CompleteAsync();
    }

    [Fact]
    public async Task So_it_is_over_gRPC()
    {
        await using var host = await GrpcHost.StartAsync(new() { ["A2A:MaxStreams"] = "1" });
        using var stream = host.Client.Open<Proto.SendMessageRequest, Proto.StreamResponse>(Methods.SendStreamingMessage, GrpcClient.Message("hello"));
        Assert.True(await stream.ResponseStream.MoveNext(TestContext.Current.CancellationToken));
        using var refused = host.Client.Subscribe(stream.ResponseStream.Current.Task.Id);
        var error = await Assert.ThrowsAsync<RpcException>(() => refused.ResponseStream.MoveNext(TestContext.Current.CancellationToken));
        Assert.Equal((StatusCode.ResourceExhausted, "TOO_MANY_STREAMS"), (error.StatusCode, GrpcDetails.Of(error).Info.Reason));
    }

    /// <summary>The place of a call is free when the service is done with it, which may be after its client has the answer.</summary>
    private static async Task<Answer> UntilTakenAsync(ApiHost host, Call call, Binding binding)
    {
        Answer answer;
        do
        {
            answer = await host.CallAsync(call, binding);
        }
        while (answer.Reason == "TOO_MANY_CALLS");

        return answer;
    }
}
