using System.Globalization;
using CodexA2A.Benchmarks.Workers;
using CodexA2A.Tasks;

namespace CodexA2A.Benchmarks.Lists;

/// <summary>Makes many tasks of one caller, a hundred in each context; nine of ten have ended.</summary>
internal sealed class ListFilling(ITurnQueue queue)
{
    /// <summary>How most of them ended.</summary>
    public const TaskState EndState = TaskState.Canceled;

    private const int InContext = 100;
    private const int AtOnce = 64;

    private static readonly string Words = string.Concat(Enumerable.Repeat("A message of some length. ", 40));

    public static string Context(int number) => string.Create(CultureInfo.InvariantCulture, $"context-{number}");

    public async Task RunAsync(int count, CancellationToken cancellationToken)
    {
        // Those that are made at once are of different contexts: a session takes one after the other.
        var contexts = Math.Max(1, count / InContext);
        foreach (var some in Enumerable.Range(0, count).Chunk(AtOnce))
        {
            await Task.WhenAll(some.Select(number => MakeAsync(number % contexts, number / contexts % 10 != 0, cancellationToken)));
        }
    }

    private async Task MakeAsync(int inContext, bool ends, CancellationToken cancellationToken)
    {
        var (owner, context) = (TaskOpening.Caller, Context(inContext));
        var id = TaskIds.New(SessionId.Create(owner, context).Partition(queue.Partitions), TimeProvider.System);
        var now = DateTimeOffset.UtcNow;
        var message = new Message { MessageId = id, Role = Role.User, ContextId = context, TaskId = id, Parts = [Part.FromText(Words)] };
        await queue.SubmitAsync(
            new TurnSubmission(
                owner, context,
                new AgentTask { Id = id, ContextId = context, Status = new TaskStatus { State = TaskState.Submitted, Timestamp = now }, History = [message] },
                new RunTurn { TaskId = id, Owner = owner, SubmitId = id, Request = new SendMessageRequest { Message = message }, AcceptedAt = now })
            {
                IsNewId = true,
            },
            cancellationToken);
        if (ends)
        {
            await queue.SettleAsync(owner, id, new TaskStatus { State = EndState }, cancellationToken);
        }
    }
}
