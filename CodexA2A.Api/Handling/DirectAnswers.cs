using CodexA2A.Api.Hosting;
using CodexA2A.Tasks;
using Microsoft.Extensions.Options;

namespace CodexA2A.Api.Handling;

/// <summary>What another agent than Codex does behind the seam; the host that puts it there says so.</summary>
/// <param name="AnswersDirectly">True when its first event may be a Message, which is then the whole answer (A2A 1.0, 3.1.1).</param>
internal sealed record AgentTraits(bool AnswersDirectly = false);

/// <summary>
/// Finds the Message with which the agent answers in place of the Task. The task is there behind it, ends, and can be read. An
/// agent that never does so costs nothing: its sends do not wait for its first event.
/// </summary>
internal sealed class DirectAnswers(AgentTraits traits, ITaskLog log, IHostApplicationLifetime lifetime, IOptions<A2AOptions> options, TimeProvider time)
{
    /// <summary>True when there may be one.</summary>
    public bool ArePossible => traits.AnswersDirectly;

    /// <summary>The Message of a turn, or null when the turn's first event is another one, or does not come in time.</summary>
    public async Task<StreamItem?> FindAsync(Owner owner, string taskId, CancellationToken cancellationToken)
    {
        if (!ArePossible) return null;
        using var limit = new CancellationTokenSource(options.Value.AnswerWait, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, lifetime.ApplicationStopping, cancellationToken);
        try
        {
            await foreach (var batch in log.FollowAsync(owner, taskId, EventId.First, either.Token))
            {
                if (EventBatch.ForClients(batch, closesOnQuestion: false, out _) is [var first, ..])
                {
                    return first.Payload.Json.Span.StartsWith("{\"message\":"u8) ? first : null;
                }
            }
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            // Then the Task is the answer.
        }

        return null;
    }
}
