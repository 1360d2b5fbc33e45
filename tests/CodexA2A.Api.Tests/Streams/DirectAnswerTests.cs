using System.Runtime.CompilerServices;
using CodexA2A.Api.Handling;
using CodexA2A.Api.Tests.Support;
using CodexA2A.Tasks;
using Microsoft.Extensions.DependencyInjection;
using Proto = CodexA2A.Api.Grpc.Wire;

namespace CodexA2A.Api.Tests.Streams;

/// <summary>A stream of an agent that may answer with a Message waits for its first event; the wait ends with whoever waits.</summary>
public sealed class DirectAnswerTests
{
    [Theory]
    [InlineData(Binding.JsonRpc)]
    [InlineData(Binding.Rest)]
    public async Task A_client_that_goes_ends_the_wait_for_a_first_event_and_not_the_turn(Binding binding)
    {
        FollowedLog? log = null;
        await using var host = await StartAsync(made => log = made);
        using var gone = new CancellationTokenSource();
        using (var request = Call.Stream("hello").Request(binding))
        {
            var opening = host.Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, gone.Token);
            await log!.Followed.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
            await gone.CancelAsync();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => opening);
        }

        await log.Left.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
        await using var turn = await host.Runner.ClaimAsync();
        await turn.CompleteAsync();
        Assert.Equal("TASK_STATE_COMPLETED", (await host.CallAsync(Call.Get(turn.TaskId))).State);
    }

    [Fact]
    public async Task So_does_a_client_of_gRPC()
    {
        FollowedLog? log = null;
        await using var host = await StartAsync(made => log = made);
        using var client = new GrpcClient(host.GrpcUrl);
        using var gone = new CancellationTokenSource();
        using var call = client.Open<Proto.SendMessageRequest, Proto.StreamResponse>(Methods.SendStreamingMessage, GrpcClient.Message("hello"), gone: gone);
        await log!.Followed.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
        await gone.CancelAsync();
        await log.Left.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
        await using var turn = await host.Runner.ClaimAsync();
        await turn.CompleteAsync();
    }

    [Theory]
    [InlineData(Binding.JsonRpc)]
    [InlineData(Binding.Rest)]
    public async Task A_service_that_stops_ends_the_wait_too(Binding binding)
    {
        FollowedLog? log = null;
        await using var host = await StartAsync(made => log = made);
        var opening = host.CallAsync(Call.Stream("hello"), binding);
        await log!.Followed.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
        var stopping = host.StopAsync();
        var answer = await opening.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
        Assert.Equal((503, "UNAVAILABLE"), ((int)answer.Status, answer.Reason));
        await stopping;
    }

    private static Task<ApiHost> StartAsync(Action<FollowedLog> made) => ApiHost.StartAsync(new() { ["A2A:GrpcPort"] = "0" }, services: services =>
    {
        var real = services.Last(service => service.ServiceType == typeof(ITaskLog)).ImplementationType!;
        services.AddSingleton(new AgentTraits(AnswersDirectly: true));
        services.AddSingleton<ITaskLog>(provider =>
        {
            var log = new FollowedLog((ITaskLog)ActivatorUtilities.CreateInstance(provider, real));
            made(log);
            return log;
        });
    });

    /// <summary>A log that says when its first follower came and went.</summary>
    private sealed class FollowedLog(ITaskLog inner) : ITaskLog
    {
        private readonly TaskCompletionSource followed = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly TaskCompletionSource left = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task Followed => followed.Task;

        public Task Left => left.Task;

        public ValueTask<AppendOutcome> AppendAsync(SessionLease lease, TaskAppend append, CancellationToken cancellationToken) =>
            inner.AppendAsync(lease, append, cancellationToken);

        public ValueTask<TaskRead?> ReadAsync(Owner owner, string taskId, CancellationToken cancellationToken) =>
            inner.ReadAsync(owner, taskId, cancellationToken);

        public async IAsyncEnumerable<IReadOnlyList<TaskEvent>> FollowAsync(
            Owner owner, string taskId, EventId after, [EnumeratorCancellation] CancellationToken cancellationToken)
        {
            followed.TrySetResult();
            try
            {
                await foreach (var batch in inner.FollowAsync(owner, taskId, after, cancellationToken))
                {
                    yield return batch;
                }
            }
            finally
            {
                left.TrySetResult();
            }
        }

        public ValueTask<CursorCheck?> CheckCursorAsync(Owner owner, string taskId, EventId cursor, CancellationToken cancellationToken) =>
            inner.CheckCursorAsync(owner, taskId, cursor, cancellationToken);

        public ValueTask<TaskListPage> ListAsync(Owner owner, TaskListQuery query, CancellationToken cancellationToken) =>
            inner.ListAsync(owner, query, cancellationToken);
    }
}
