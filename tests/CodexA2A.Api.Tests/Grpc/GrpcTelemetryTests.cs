using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using CodexA2A.Api.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace CodexA2A.Api.Tests.Grpc;

/// <summary>The gRPC binding reports of itself what the other bindings do.</summary>
public sealed class GrpcTelemetryTests
{
    [Fact]
    public async Task Requests_streams_and_the_age_of_events_are_measured()
    {
        await using var host = await GrpcHost.StartAsync();
        var factory = host.Api.Services.GetRequiredService<IMeterFactory>();
        var measured = new ConcurrentQueue<string>();
        using var listener = new MeterListener
        {
            InstrumentPublished = (instrument, self) =>
            {
                if (instrument.Meter.Scope == factory && instrument.Meter.Name == "CodexA2A.Api") self.EnableMeasurementEvents(instrument);
            },
        };
        listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) =>
            measured.Enqueue($"{instrument.Name} {value} {string.Join(' ', tags.ToArray().Select(tag => tag.Value))}"));
        listener.SetMeasurementEventCallback<double>((instrument, value, _, _) => measured.Enqueue(value >= 0 ? instrument.Name : "negative"));
        listener.Start();

        await host.Client.SendAsync(GrpcClient.Message("hello"));
        await host.Client.GetAsync("unknown");
        await using (var turn = await host.Api.Runner.ClaimAsync())
        {
            using var stream = host.Client.Subscribe(turn.TaskId);
            Assert.True(await stream.ResponseStream.MoveNext(TestContext.Current.CancellationToken));
            Assert.Contains("a2a.streams.open 1 ", measured);
            await turn.CompleteAsync();
            while (await stream.ResponseStream.MoveNext(TestContext.Current.CancellationToken))
            {
                // To the end.
            }
        }

        Assert.Contains("a2a.requests 1 SendMessage grpc ok", measured);
        Assert.Contains("a2a.requests 1 GetTask grpc TASK_NOT_FOUND", measured);
        Assert.Contains("a2a.requests 1 SubscribeToTask grpc ok", measured);
        Assert.Contains("a2a.streams.open -1 ", measured);
        Assert.Contains("a2a.event.age", measured);
        Assert.DoesNotContain("negative", measured);
    }

    [Fact]
    public async Task A_call_has_a_span_with_its_method_its_binding_and_its_outcome()
    {
        await using var host = await GrpcHost.StartAsync();
        using var root = new Activity("the client of this test").Start();
        var spans = new ConcurrentQueue<Activity>();
        using var listener = new ActivityListener
        {
            // The span of the server carries the trace of the client to ours.
            ShouldListenTo = source => source.Name is "CodexA2A.Api" or "Microsoft.AspNetCore",
            Sample = (ref ActivityCreationOptions<ActivityContext> options) =>
                options.Parent.TraceId == root.TraceId ? ActivitySamplingResult.AllDataAndRecorded : ActivitySamplingResult.None,
            ActivityStopped = spans.Enqueue,
        };
        ActivitySource.AddActivityListener(listener);

        var sent = await host.Client.SendAsync(GrpcClient.Message("hello"));
        await host.Client.GetAsync("unknown");

        var send = Assert.Single(spans, span => span.OperationName == "SendMessage");
        Assert.Equal(("SendMessage", "grpc", sent.Message!.Task.Id), (send.GetTagItem("a2a.method"), send.GetTagItem("a2a.binding"), send.GetTagItem("a2a.task.id")));
        Assert.Equal(ActivityStatusCode.Unset, send.Status);
        var get = Assert.Single(spans, span => span.OperationName == "GetTask");
        Assert.Equal((ActivityStatusCode.Error, "TASK_NOT_FOUND", "grpc"), (get.Status, get.GetTagItem("error.type"), get.GetTagItem("a2a.binding")));
    }
}
