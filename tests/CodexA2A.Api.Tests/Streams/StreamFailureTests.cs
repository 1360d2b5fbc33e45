using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;
using CodexA2A.Api.Tests.Support;
using CodexA2A.Tasks;
using Microsoft.Extensions.DependencyInjection;

namespace CodexA2A.Api.Tests.Streams;

public sealed class StreamFailureTests
{
    [Theory]
    [InlineData(Binding.JsonRpc, 0)]
    [InlineData(Binding.Rest, 0)]
    [InlineData(Binding.JsonRpc, 1)]
    [InlineData(Binding.Rest, 1)]
    public async Task A_failure_is_plain_before_the_first_event_and_a_frame_after_it(Binding binding, int events)
    {
        await using var host = await ApiHost.StartAsync(services: services =>
        {
            var real = services.Last(service => service.ServiceType == typeof(ITaskLog)).ImplementationType!;
            services.AddSingleton<ITaskLog>(provider => new BreakingLog((ITaskLog)ActivatorUtilities.CreateInstance(provider, real), events));
        });
        if (events == 0)
        {
            var answer = await host.CallAsync(Call.Stream("hello"), binding);
            Assert.Equal(503, (int)answer.Status);
            Assert.Equal("UNAVAILABLE", answer.Reason);
            // The message was accepted: who sends it again begins a second turn.
            Assert.Null(answer.Response.Headers.RetryAfter);
            await using var turn = await host.Runner.ClaimAsync();
            Assert.Equal(turn.TaskId, (string)answer.Details![0]!["metadata"]!["taskId"]!);
            return;
        }

        await using var stream = await host.OpenAsync(Call.Stream("hello"), binding);
        Assert.Equal("task", (await stream.NextAsync())!.Kind);
        var failure = await stream.NextAsync();
        Assert.Equal("error", failure!.Event);
        var error = JsonNode.Parse(failure.Data!)!["error"]!;
        Assert.Equal("UNAVAILABLE", (string)(error["data"] ?? error["details"])![0]!["reason"]!);
        if (binding == Binding.JsonRpc) Assert.Equal(7, (int)JsonNode.Parse(failure.Data!)!["id"]!);
        Assert.Null(await stream.NextAsync());
    }

    [Theory]
    [InlineData(Binding.JsonRpc)]
    [InlineData(Binding.Rest)]
    public async Task A_store_that_fails_behind_an_accepted_send_does_not_ask_for_it_again(Binding binding)
    {
        await using var host = await ApiHost.StartAsync(services: services =>
            services.AddSingleton<ITaskLog>(new FailingLog(new SeamUnavailableException("gone"))));
        var answer = await host.CallAsync(Call.Send("hello"), binding);
        Assert.Equal((503, "UNAVAILABLE"), ((int)answer.Status, answer.Reason));
        Assert.Null(answer.Response.Headers.RetryAfter);
        var taskId = (string)answer.Details![0]!["metadata"]!["taskId"]!;
        Assert.True(TaskIds.TryGetPartition(taskId, out _), taskId);
    }

    /// <summary>A log that breaks off after so many batches.</summary>
    private sealed class BreakingLog(ITaskLog inner, int batches) : ITaskLog
    {
        public ValueTask<AppendOutcome> AppendAsync(SessionLease lease, TaskAppend append, CancellationToken cancellationToken) =>
            inner.AppendAsync(lease, append, cancellationToken);

        public ValueTask<TaskRead?> ReadAsync(Owner owner, string taskId, CancellationToken cancellationToken) =>
            inner.ReadAsync(owner, taskId, cancellationToken);

        public async IAsyncEnumerable<IReadOnlyList<TaskEvent>> FollowAsync(
            Owner owner, string taskId, EventId after, [EnumeratorCancellation] CancellationToken cancellationToken)
        {
            var left = batches;
            await foreach (var batch in inner.FollowAsync(owner, taskId, after, cancellationToken))
            {
                if (left-- == 0) break;
                yield return batch;
                if (left == 0) break;
            }

            throw new SeamUnavailableException("gone");
        }

        public ValueTask<CursorCheck?> CheckCursorAsync(Owner owner, string taskId, EventId cursor, CancellationToken cancellationToken) =>
            inner.CheckCursorAsync(owner, taskId, cursor, cancellationToken);

        public ValueTask<TaskListPage> ListAsync(Owner owner, TaskListQuery query, CancellationToken cancellationToken) =>
            inner.ListAsync(owner, query, cancellationToken);
    }
}
