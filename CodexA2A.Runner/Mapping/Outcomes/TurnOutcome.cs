using CodexA2A.Runner.AppServer.Protocol;

namespace CodexA2A.Runner.Mapping;

/// <summary>How a task ends.</summary>
internal sealed record TurnOutcome
{
    private TurnOutcome(TaskState state) => State = state;

    /// <summary>COMPLETED.</summary>
    public static TurnOutcome Completed { get; } = new(TaskState.Completed);

    /// <summary>A terminal state.</summary>
    public TaskState State { get; }

    /// <summary>What the status says to a person; null says nothing.</summary>
    public string? Message { get; private init; }

    /// <summary>Why it failed.</summary>
    public TaskError? Error { get; private init; }

    /// <summary>CANCELED.</summary>
    /// <param name="message">For a person, where more than "canceled" is to be said (for example that Codex did not confirm).</param>
    public static TurnOutcome Canceled(string? message = null) => new(TaskState.Canceled) { Message = message };

    /// <summary>FAILED.</summary>
    public static TurnOutcome Failed(TaskError error) => new(TaskState.Failed) { Error = error, Message = error.Message };

    /// <summary>What Codex's <c>turn/completed</c> means.</summary>
    /// <param name="turn">The turn as Codex ended it.</param>
    /// <param name="cancelRequested">Somebody asked for the end: a CancelTask, or the answer <c>cancel</c> to an approval.</param>
    public static TurnOutcome From(CodexTurn turn, bool cancelRequested) => turn.Status switch
    {
        TurnStatuses.Completed => Completed,
        TurnStatuses.Interrupted when cancelRequested => Canceled(),
        TurnStatuses.Interrupted => Failed(turn.Error is null ? ErrorMapping.Interrupted : ErrorMapping.From(turn.Error)),
        _ => cancelRequested && turn.Error is null ? Canceled() : Failed(ErrorMapping.From(turn.Error)),
    };
}
