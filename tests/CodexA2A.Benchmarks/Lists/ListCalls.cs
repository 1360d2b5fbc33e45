using System.Text.Json.Nodes;
using CodexA2A.Api.Access;
using CodexA2A.Api.Handling;
using CodexA2A.Api.Hosting;
using CodexA2A.Benchmarks.Workers;
using CodexA2A.Tasks;
using Microsoft.Extensions.Options;

namespace CodexA2A.Benchmarks.Lists;

/// <summary>Calls of ListTasks as a binding makes them.</summary>
internal sealed class ListCalls(ITaskLog log, int calls)
{
    private const int Warmup = 20;

    private readonly ListTasksOperation _operation = new(log, Options.Create(new A2AOptions()));
    private readonly CallContext _context = new() { Owner = TaskOpening.Caller, Version = "1.0", Granted = CapabilityNames.Default, Operation = Methods.ListTasks };

    /// <summary>How many match, and what each call took in milliseconds.</summary>
    public async Task<(int Total, List<double> Times)> MeasureAsync(ListTasksRequest request, CancellationToken cancellationToken)
    {
        var times = new List<double>(calls);
        var total = 0;
        for (var call = -Warmup; call < calls; call++)
        {
            var began = TimeProvider.System.GetTimestamp();
            var page = await _operation.RunAsync(_context, request, cancellationToken);
            var took = TimeProvider.System.GetElapsedTime(began).TotalMilliseconds;
            if (call >= 0)
            {
                times.Add(took);
                continue;
            }

            var answer = JsonNode.Parse(page.Json.Span)!;
            total = (int)answer["totalSize"]!;
            if (answer["tasks"]!.AsArray().Count != Math.Min(50, total))
            {
                throw new InvalidOperationException("A page is not full.");
            }
        }

        return (total, times);
    }

    /// <summary>The page behind so many tasks, found as a client finds it.</summary>
    public async Task<(string Token, TaskListCursor Cursor)> DeepAsync(TaskState? state, int behind, CancellationToken cancellationToken)
    {
        TaskListCursor? cursor = null;
        for (var passed = 0; passed < behind; passed += 100)
        {
            cursor = (await log.ListAsync(TaskOpening.Caller, new TaskListQuery(100) { State = state, After = cursor }, cancellationToken)).Next;
        }

        return (PageToken.Write(cursor), cursor!);
    }

    /// <summary>The status time of the task behind so many.</summary>
    public async Task<DateTimeOffset> TimeAsync(int behind, CancellationToken cancellationToken) =>
        DateTimeOffset.FromUnixTimeMilliseconds((await DeepAsync(null, behind, cancellationToken)).Cursor.StatusAtMilliseconds);
}
