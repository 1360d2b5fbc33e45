using BenchmarkDotNet.Attributes;
using CodexA2A.Protocol.Json;
using CodexA2A.Tasks;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace CodexA2A.Benchmarks.Micro;

/// <summary>The log of one process, with its store on disk: an append until it is committed, a read, and a reader that catches up.</summary>
[System.Diagnostics.CodeAnalysis.SuppressMessage("Design", "CA1001", Justification = "GlobalCleanup disposes of them.")]
public class LogBenchmarks
{
    private const int Behind = 1000;
    private static readonly Owner Caller = new("", "bench");

    private readonly Harness.BenchFolder _folder = new();
    private IHost _host = null!;
    private ITaskLog _log = null!;
    private SessionLease _lease = null!;
    private string _taskId = "";
    private EventId _last = new(0, 1);

    [GlobalSetup]
    public async Task OpenAsync()
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Services.AddInProcessSeam(_folder.New("data"));
        _host = builder.Build();
        await _host.StartAsync();
        _log = _host.Services.GetRequiredService<ITaskLog>();
        var queue = _host.Services.GetRequiredService<ITurnQueue>();
        _taskId = await SubmitAsync(queue);
        var runner = new RunnerIdentity("runner", "home");
        await queue.RenewAsync(runner, [], CancellationToken.None);
        _lease = await queue.TryClaimAsync(runner, CancellationToken.None) ?? throw new InvalidOperationException("There was nothing to claim.");
        for (var i = 0; i < Behind; i++)
        {
            await AppendOne();
        }
    }

    [GlobalCleanup]
    public async Task CloseAsync()
    {
        await _host.StopAsync();
        _host.Dispose();
        _folder.Dispose();
    }

    [Benchmark]
    public Task AppendOne() => AppendAsync(1);

    [Benchmark(OperationsPerInvoke = 16)]
    public Task AppendSixteenTogether() => AppendAsync(16);

    [Benchmark]
    public async Task<TaskRead> Read() => (await _log.ReadAsync(Caller, _taskId, CancellationToken.None))!;

    [Benchmark(OperationsPerInvoke = 256)]
    public async Task<int> CatchUp()
    {
        var seen = 0;
        await foreach (var batch in _log.FollowAsync(Caller, _taskId, new EventId(_last.Epoch, _last.Seq - 256), CancellationToken.None))
        {
            seen += batch.Count;
            if (seen >= 256)
            {
                break;
            }
        }

        return seen;
    }

    private static async Task<string> SubmitAsync(ITurnQueue queue)
    {
        const string Context = "context-1";
        var id = TaskIds.New(SessionId.Create(Caller, Context).Partition(queue.Partitions), TimeProvider.System);
        var message = new Message { MessageId = "m1", Role = Role.User, ContextId = Context, TaskId = id, Parts = [Part.FromText("Hello")] };
        var now = DateTimeOffset.UtcNow;
        var outcome = await queue.SubmitAsync(
            new TurnSubmission(
                Caller, Context,
                new AgentTask { Id = id, ContextId = Context, Status = new TaskStatus { State = TaskState.Submitted, Timestamp = now }, History = [message] },
                new RunTurn { TaskId = id, Owner = Caller, SubmitId = "submit", Request = new SendMessageRequest { Message = message }, AcceptedAt = now }),
            CancellationToken.None);
        return outcome.TaskId;
    }

    private async Task AppendAsync(int count)
    {
        var events = new TaskEvent[count];
        for (var i = 0; i < count; i++)
        {
            _last = new EventId(_lease.Epoch, _last.Seq + 1);
            events[i] = new TaskEvent(_last, TaskEventKind.Event, A2AJson.Serialize(Samples.Text(_taskId, _last)), null, DateTimeOffset.UtcNow);
        }

        var outcome = await _log.AppendAsync(_lease, new TaskAppend(_taskId, events), CancellationToken.None);
        if (outcome.Status != AppendStatus.Ok)
        {
            throw new InvalidOperationException($"An append was answered with {outcome}.");
        }
    }
}
