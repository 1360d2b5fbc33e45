using System.Diagnostics.Metrics;
using CodexA2A.Api.Tests.Support;
using Grpc.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Proto = CodexA2A.Api.Grpc.Wire;

namespace CodexA2A.Api.Tests.Grpc;

/// <summary>A client of gRPC that opens a stream and does not read it.</summary>
public sealed class GrpcSlowReaderTests
{
    private const int Blocks = 300;
    private static readonly string Block = new('x', 16 * 1024);

    [Fact]
    public async Task It_holds_nobody_up_and_little_of_its_stream_is_kept_for_it()
    {
        await using var host = await GrpcHost.StartAsync();
        using var watch = new StreamWatch(host.Api);
        var task = await host.Api.SubmitAsync();
        await using var turn = await host.Api.Runner.ClaimAsync();
        using var slow = host.Client.Subscribe(task.TaskId);
        Assert.True(await slow.ResponseStream.MoveNext(TestContext.Current.CancellationToken));
        await WriteAsync(turn);
        await turn.CompleteAsync();

        // Also on the same connection.
        Assert.Equal(Proto.TaskState.Completed, (await host.Client.GetAsync(task.TaskId)).Message!.Status.State);
        // What was written to it fits the windows of its connection and one piece more; 300 pieces are five million bytes.
        Assert.InRange(watch.Sent, 1, 100);

        // When it reads at last it gets everything, or a Task in place of what it missed.
        var events = new List<Proto.StreamResponse>();
        while (await slow.ResponseStream.MoveNext(TestContext.Current.CancellationToken))
        {
            events.Add(slow.ResponseStream.Current);
        }

        Assert.Equal(Proto.TaskState.Completed, events[^1].StatusUpdate?.Status.State ?? events[^1].Task.Status.State);
        var lastTask = events.FindLastIndex(item => item.Task is not null);
        var length = events.Skip(lastTask + 1).Sum(item => item.ArtifactUpdate?.Artifact.Parts[0].Text.Length ?? 0)
            + (lastTask < 0 ? 0 : events[lastTask].Task.Artifacts.SingleOrDefault()?.Parts[0].Text.Length ?? 0);
        Assert.Equal(Blocks * Block.Length, length);
    }

    [Fact]
    public async Task One_that_takes_nothing_at_all_is_told_that_its_stream_has_ended_and_its_turn_goes_on()
    {
        var time = new FakeTimeProvider(DateTimeOffset.UtcNow);
        await using var host = await GrpcHost.StartAsync(time: time);
        using var watch = new StreamWatch(host.Api);
        var task = await host.Api.SubmitAsync();
        await using var turn = await host.Api.Runner.ClaimAsync();
        using var slow = host.Client.Subscribe(task.TaskId);
        Assert.True(await slow.ResponseStream.MoveNext(TestContext.Current.CancellationToken));
        await WriteAsync(turn);

        // Others on the same connection are answered all the while.
        for (var seconds = 0; !watch.Closed.IsCompleted; seconds++)
        {
            Assert.InRange(seconds, 0, 1000);
            time.Advance(TimeSpan.FromSeconds(1));
            Assert.Equal(Proto.TaskState.Submitted, (await host.Client.GetAsync(task.TaskId)).Message!.Status.State);
        }

        var error = await Assert.ThrowsAsync<RpcException>(async () =>
        {
            while (await slow.ResponseStream.MoveNext(TestContext.Current.CancellationToken))
            {
                // What had come before.
            }
        });
        Assert.Equal((StatusCode.Unavailable, "UNAVAILABLE"), (error.StatusCode, GrpcDetails.Of(error).Info.Reason));
        Assert.Contains("was not read for 30 seconds", error.Status.Detail, StringComparison.Ordinal);
    }

    private static async Task WriteAsync(ScriptedTurn turn)
    {
        for (var i = 0; i < Blocks; i++)
        {
            await turn.TextAsync(Block, append: i > 0);
        }
    }

    /// <summary>What the service measures of its streams.</summary>
    private sealed class StreamWatch : IDisposable
    {
        private readonly MeterListener listener;
        private readonly TaskCompletionSource closed = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private int sent;

        public StreamWatch(ApiHost host)
        {
            var factory = host.Services.GetRequiredService<IMeterFactory>();
            listener = new MeterListener
            {
                InstrumentPublished = (instrument, self) =>
                {
                    if (instrument.Meter.Scope == factory && instrument.Name is ("a2a.event.age" or "a2a.streams.open")) self.EnableMeasurementEvents(instrument);
                },
            };
            listener.SetMeasurementEventCallback<double>((_, _, _, _) => Interlocked.Increment(ref sent));
            listener.SetMeasurementEventCallback<long>((_, value, _, _) =>
            {
                if (value < 0) closed.TrySetResult();
            });
            listener.Start();
        }

        public int Sent => Volatile.Read(ref sent);

        public Task Closed => closed.Task;

        public void Dispose() => listener.Dispose();
    }
}
