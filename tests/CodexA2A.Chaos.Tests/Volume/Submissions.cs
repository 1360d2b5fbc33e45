using System.Globalization;
using CodexA2A.Chaos.Tests.Faults;
using CodexA2A.Tasks;

namespace CodexA2A.Chaos.Tests.Volume;

/// <summary>Submits as the Api does: again under the same submit id while the store cannot be reached.</summary>
internal static class Submissions
{
    private static readonly TimeSpan RetryPause = TimeSpan.FromMilliseconds(50);

    public static Owner Owner { get; } = new("", "alice");

    /// <summary>Submits a turn; the id of its task.</summary>
    /// <param name="queue">The replica's.</param>
    /// <param name="context">The context.</param>
    /// <param name="submitId">The submit id.</param>
    /// <param name="chunks">How long the answer is to be.</param>
    /// <param name="stop">Ends the trying.</param>
    public static async Task<string> SubmitAsync(ITurnQueue queue, string context, string submitId, int chunks, CancellationToken stop)
    {
        while (true)
        {
            try
            {
                // A retry proposes another task: whichever came first is the one.
                var outcome = await queue.SubmitAsync(Make(queue, context, submitId, chunks), stop);
                Assert.True(outcome.Status is SubmitStatus.Accepted or SubmitStatus.Duplicate, $"{submitId}: {outcome.Status}");
                return outcome.TaskId;
            }
            catch (SeamUnavailableException)
            {
                await Pauses.ForAsync(RetryPause, stop);
            }
        }
    }

    private static TurnSubmission Make(ITurnQueue queue, string context, string submitId, int chunks)
    {
        var id = TaskIds.New(SessionId.Create(Owner, context).Partition(queue.Partitions), TimeProvider.System);
        var message = new Message
        {
            MessageId = submitId,
            Role = Role.User,
            ContextId = context,
            TaskId = id,
            Parts = [Part.FromText(chunks.ToString(CultureInfo.InvariantCulture))],
        };
        var now = TimeProvider.System.GetUtcNow();
        return new TurnSubmission(
            Owner,
            context,
            new AgentTask { Id = id, ContextId = context, Status = new TaskStatus { State = TaskState.Submitted, Timestamp = now }, History = [message] },
            new RunTurn { TaskId = id, Owner = Owner, SubmitId = submitId, Request = new SendMessageRequest { Message = message }, AcceptedAt = now });
    }
}
