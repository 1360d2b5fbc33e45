using System.Globalization;
using CodexA2A.Tasks;

namespace CodexA2A.Benchmarks.Workers;

/// <summary>Submits tasks as an Api does, and claims their sessions as a runner does.</summary>
internal static class TaskOpening
{
    /// <summary>Whose they are.</summary>
    public static readonly Owner Caller = new("", "bench");

    /// <summary>Opens so many, each in a context of its own.</summary>
    public static async Task<(List<OpenTask> Tasks, TimeSpan Submitting, TimeSpan Claiming)> RunAsync(
        SeamAccess seam, RunnerIdentity runner, int count, CancellationToken cancellationToken)
    {
        await seam.Queue.RenewAsync(runner, [], cancellationToken);
        var began = TimeProvider.System.GetTimestamp();
        var tasks = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var some in Enumerable.Range(0, count).Chunk(32))
        {
            foreach (var (context, id) in await Task.WhenAll(some.Select(number => SubmitAsync(seam.Queue, number, cancellationToken))))
            {
                tasks.Add(context, id);
            }
        }

        var submitting = TimeProvider.System.GetElapsedTime(began);
        began = TimeProvider.System.GetTimestamp();
        var open = new List<OpenTask>(count);
        while (open.Count < count)
        {
            var lease = await seam.Queue.TryClaimAsync(runner, cancellationToken)
                ?? throw new InvalidOperationException($"There was nothing to claim after {open.Count} of {count} sessions.");
            open.Add(new OpenTask(seam.Log, lease, tasks[lease.ContextId]));
        }

        return (open, submitting, TimeProvider.System.GetElapsedTime(began));
    }

    /// <summary>Begins the turn as a runner does: the command is read and followed, and the task is WORKING.</summary>
    public static async Task BeginAsync(SeamAccess seam, OpenTask task, CancellationToken cancellationToken)
    {
        var commands = seam.Queue.ReadCommandsAsync(task.Lease, task.Lease.Cursor, cancellationToken).GetAsyncEnumerator(cancellationToken);
        if (!await commands.MoveNextAsync())
        {
            throw new InvalidOperationException("A claimed session has no command.");
        }

        var command = commands.Current.Id;
        _ = FollowAsync(commands);
        await OpenWriterAsync(seam, task, cancellationToken);
        var working = StreamResponse.FromStatusUpdate(new TaskStatusUpdateEvent
        {
            TaskId = task.TaskId,
            ContextId = task.Lease.ContextId,
            Status = new TaskStatus { State = TaskState.Working, Timestamp = DateTimeOffset.UtcNow },
        });
        await task.Writer!.CommitAsync([working, task.Piece(32, first: true)], new WriteEffects { Begun = command }, cancellationToken);
    }

    /// <summary>Opens the task's pen with the runner's settings.</summary>
    public static async Task OpenWriterAsync(SeamAccess seam, OpenTask task, CancellationToken cancellationToken) =>
        task.Writer = await TaskWriter.OpenAsync(
            seam.Log, task.Lease, task.TaskId, TaskWriterOptions.From(seam.Options) with { Stamp = StreamStamp.Apply }, TimeProvider.System, cancellationToken);

    // No more commands come; the wait for them is part of what an open session costs.
    private static async Task FollowAsync(IAsyncEnumerator<QueuedCommand> commands)
    {
        try
        {
            await using (commands)
            {
                while (await commands.MoveNextAsync())
                {
                }
            }
        }
        catch (Exception exception) when (exception is OperationCanceledException or SeamUnavailableException)
        {
            // The end.
        }
    }

    private static async Task<(string Context, string TaskId)> SubmitAsync(ITurnQueue queue, int number, CancellationToken cancellationToken)
    {
        var context = string.Create(CultureInfo.InvariantCulture, $"context-{number}");
        var id = TaskIds.New(SessionId.Create(Caller, context).Partition(queue.Partitions), TimeProvider.System);
        var message = new Message { MessageId = $"m-{number}", Role = Role.User, ContextId = context, TaskId = id, Parts = [Part.FromText("Hello")] };
        var now = DateTimeOffset.UtcNow;
        var outcome = await queue.SubmitAsync(
            new TurnSubmission(
                Caller, context,
                new AgentTask { Id = id, ContextId = context, Status = new TaskStatus { State = TaskState.Submitted, Timestamp = now }, History = [message] },
                new RunTurn { TaskId = id, Owner = Caller, SubmitId = $"submit-{number}", Request = new SendMessageRequest { Message = message }, AcceptedAt = now }),
            cancellationToken);
        return (context, outcome.TaskId);
    }
}
