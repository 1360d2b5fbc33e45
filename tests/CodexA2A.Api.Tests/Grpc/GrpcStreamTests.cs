using CodexA2A.Api.Tests.Support;
using Grpc.Core;
using Proto = CodexA2A.Api.Grpc.Wire;

namespace CodexA2A.Api.Tests.Grpc;

public sealed class GrpcStreamTests
{
    [Fact]
    public async Task A_stream_has_every_event_in_order_and_ends_with_the_task()
    {
        await using var host = await GrpcHost.StartAsync();
        using var call = host.Client.Open<Proto.SendMessageRequest, Proto.StreamResponse>(Methods.SendStreamingMessage, GrpcClient.Message("hello"));
        var first = await NextAsync(call);
        Assert.Equal(Proto.TaskState.Submitted, first.Task.Status.State);
        await using var turn = await host.Api.Runner.ClaimAsync();
        await turn.WorkingAsync();
        Assert.Equal(Proto.TaskState.Working, (await NextAsync(call)).StatusUpdate.Status.State);
        await turn.TextAsync("a", append: false);
        await turn.TextAsync("b", last: true);
        await turn.CompleteAsync();
        var rest = await RestAsync(call);
        Assert.Equal(["a", "b"], rest.Take(2).Select(item => item.ArtifactUpdate.Artifact.Parts.Single().Text));
        Assert.True(rest[1].ArtifactUpdate is { Append: true, LastChunk: true });
        Assert.Equal(Proto.TaskState.Completed, rest[^1].StatusUpdate.Status.State);
        Assert.Equal(turn.Last.ToString(), EventId(rest[^1].StatusUpdate.Metadata));
        Assert.Equal(StatusCode.OK, call.GetStatus().StatusCode);
    }

    [Fact]
    public async Task A_subscription_begins_with_the_task_and_goes_on_live()
    {
        await using var host = await GrpcHost.StartAsync();
        var id = (await host.Api.SubmitAsync()).TaskId;
        using var call = host.Client.Subscribe(id);
        Assert.Equal(id, (await NextAsync(call)).Task.Id);
        await using var turn = await host.Api.Runner.ClaimAsync();
        await turn.CompleteAsync();
        Assert.Equal(Proto.TaskState.Completed, (await RestAsync(call)).Single().StatusUpdate.Status.State);
    }

    [Fact]
    public async Task A_stream_goes_on_after_the_last_event_that_was_seen_also_when_the_task_has_ended()
    {
        await using var host = await GrpcHost.StartAsync();
        var id = await host.Api.CompletedAsync();
        using var all = host.Client.Subscribe(id, "0-1");
        var events = await RestAsync(all);
        Assert.Equal(3, events.Count);
        using var rest = host.Client.Subscribe(id, EventId(events[0].StatusUpdate.Metadata));
        Assert.Equal(events[1..], await RestAsync(rest));
        using var none = host.Client.Subscribe(id, EventId(events[^1].StatusUpdate.Metadata));
        Assert.Empty(await RestAsync(none));
    }

    [Fact]
    public async Task With_a_valid_cursor_and_nothing_to_send_the_stream_opens_at_once()
    {
        await using var host = await GrpcHost.StartAsync();
        var id = (await host.Api.SubmitAsync()).TaskId;
        using var call = host.Client.Subscribe(id, "0-1");
        Assert.Equal("1.0", (await call.ResponseHeadersAsync.WithLimitAsync("The headers of a stream")).GetValue("a2a-version"));
        await using var turn = await host.Api.Runner.ClaimAsync();
        await turn.CompleteAsync();
        Assert.Single(await RestAsync(call));
    }

    [Theory]
    [InlineData("nonsense", StatusCode.InvalidArgument, "INVALID_PARAMS", "Last-Event-ID")]
    [InlineData("7-7", StatusCode.InvalidArgument, "INVALID_PARAMS", "Last-Event-ID")]
    [InlineData(null, StatusCode.FailedPrecondition, "UNSUPPORTED_OPERATION", null)]
    public async Task An_early_failure_is_the_whole_answer(string? cursor, StatusCode code, string reason, string? field)
    {
        await using var host = await GrpcHost.StartAsync();
        var id = await host.Api.CompletedAsync();
        using var call = host.Client.Subscribe(id, cursor);
        var error = await Assert.ThrowsAsync<RpcException>(() => NextAsync(call));
        var details = GrpcDetails.Of(error);
        Assert.Equal((code, reason, field), (error.StatusCode, details.Info.Reason, details.BadRequest?.FieldViolations.Single().Field));
    }

    [Fact]
    public async Task When_the_service_stops_its_streams_end_as_unavailable()
    {
        await using var host = await GrpcHost.StartAsync();
        var id = (await host.Api.SubmitAsync()).TaskId;
        using var call = host.Client.Subscribe(id);
        await NextAsync(call);
        var stopping = host.Api.StopAsync();
        var error = await Assert.ThrowsAsync<RpcException>(() => NextAsync(call));
        Assert.Equal((StatusCode.Unavailable, "UNAVAILABLE"), (error.StatusCode, GrpcDetails.Of(error).Info.Reason));
        Assert.Contains("retryAfterSeconds", GrpcDetails.Of(error).Info.Metadata.Keys);
        await stopping;
    }

    [Fact]
    public async Task A_client_that_goes_takes_no_turn_with_it()
    {
        await using var host = await GrpcHost.StartAsync();
        string id;
        using (var gone = new CancellationTokenSource())
        using (var call = host.Client.Open<Proto.SendMessageRequest, Proto.StreamResponse>(
            Methods.SendStreamingMessage, GrpcClient.Message("hello"), gone: gone))
        {
            id = (await NextAsync(call)).Task.Id;
            await gone.CancelAsync();
        }

        await using var turn = await host.Api.Runner.ClaimAsync();
        await turn.CompleteAsync();
        Assert.Equal(Proto.TaskState.Completed, (await host.Client.GetAsync(id)).Message!.Status.State);
    }

    private static async Task<Proto.StreamResponse> NextAsync(AsyncServerStreamingCall<Proto.StreamResponse> call)
    {
        Assert.True(await call.ResponseStream.MoveNext(TestContext.Current.CancellationToken).WithLimitAsync("The next event of a stream"), "The stream has ended.");
        return call.ResponseStream.Current;
    }

    private static async Task<List<Proto.StreamResponse>> RestAsync(AsyncServerStreamingCall<Proto.StreamResponse> call)
    {
        var events = new List<Proto.StreamResponse>();
        while (await call.ResponseStream.MoveNext(TestContext.Current.CancellationToken).WithLimitAsync("The next event of a stream"))
        {
            events.Add(call.ResponseStream.Current);
        }

        return events;
    }

    private static string EventId(Google.Protobuf.WellKnownTypes.Struct metadata) =>
        metadata.Fields["shared"].StructValue.Fields["stream"].StructValue.Fields["event_id"].StringValue;
}
