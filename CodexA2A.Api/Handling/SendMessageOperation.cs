using CodexA2A.Api.Handling.Output;
using CodexA2A.Api.Hosting;
using CodexA2A.Tasks;
using Microsoft.Extensions.Options;

namespace CodexA2A.Api.Handling;

/// <summary>SendMessage (A2A 1.0, 3.1.1): answers the Task when it ends or waits, or at once when asked to.</summary>
internal sealed class SendMessageOperation(MessageIntake intake, DirectAnswers direct, ITaskLog log, TaskWait wait, IOptions<A2AOptions> options)
{
    public async Task<Payload> RunAsync(CallContext context, SendMessageRequest request, CancellationToken cancellationToken)
    {
        var immediately = request.Configuration?.ReturnImmediately ?? false;
        var accepted = await intake.AcceptAsync(context, request, blocking: !immediately, cancellationToken);
        try
        {
            if (accepted is { AnsweredAt: null, Steered: false } && await direct.FindAsync(context.Owner, accepted.TaskId, cancellationToken) is { } message) return OutputDowngrade.Apply(OutputModes.Of(request.Configuration), message.Payload);
            if (!immediately) await WaitAsync(context.Owner, accepted, cancellationToken);
        }
        catch (SeamUnavailableException)
        {
            // Then the Task is answered as it is, if it can be read.
        }

        try
        {
            var read = TaskGuards.Found(await log.ReadAsync(context.Owner, accepted.TaskId, cancellationToken), accepted.TaskId);
            return Payload.AsTask(TaskView.Render(read, request.Configuration?.HistoryLength));
        }
        catch (SeamUnavailableException exception)
        {
            throw AcceptedTask.NotShown(accepted.TaskId, exception);
        }
    }

    private async Task WaitAsync(Owner owner, Intake accepted, CancellationToken cancellationToken)
    {
        if (accepted.AnsweredAt is { } position)
        {
            // After an answer the first status is enough: what was INPUT_REQUIRED before it says nothing (contracts.md §5).
            await wait.ForAsync(owner, accepted.TaskId, position, _ => true, options.Value.AnswerWait, cancellationToken);
            return;
        }

        var after = EventId.None;
        if (accepted.Repeated || accepted.Steered)
        {
            // What the task was before says nothing either: a question may be answered long since.
            var read = TaskGuards.Found(await log.ReadAsync(owner, accepted.TaskId, cancellationToken), accepted.TaskId);
            if (Rests(read.State)) return;
            after = read.Last;
        }

        await wait.ForAsync(owner, accepted.TaskId, after, Rests, options.Value.BlockingTimeout, cancellationToken);
    }

    /// <summary>Nothing more comes without the client, or at all.</summary>
    private static bool Rests(TaskState state) => state.IsTerminal || state.IsInterrupted;
}
