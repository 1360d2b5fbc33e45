using CodexA2A.Runner.AppServer.Protocol;

namespace CodexA2A.Runner.AppServer;

/// <summary>Calls about turns.</summary>
internal sealed partial class AppServerClient
{
    /// <summary>
    /// <c>turn/start</c>; answers at once. While a turn runs it does not fail but steers that turn and gives its id back,
    /// so start one turn of a thread at a time.
    /// </summary>
    public async Task<CodexTurn> StartTurnAsync(TurnStartParams parameters, CancellationToken cancellationToken)
    {
        _stopped.Begins(parameters.ThreadId);
        return (await CallAsync("turn/start", parameters,
            AppServerJson.Default.TurnStartParams, AppServerJson.Default.TurnStartResult, cancellationToken)).Turn;
    }

    /// <summary><c>review/start</c> in the thread itself: a turn like any other, that ends with a review.</summary>
    public async Task<CodexTurn> StartReviewAsync(ReviewStartParams parameters, CancellationToken cancellationToken)
    {
        _stopped.Begins(parameters.ThreadId);
        return (await CallAsync("review/start", parameters,
            AppServerJson.Default.ReviewStartParams, AppServerJson.Default.ReviewStartResult, cancellationToken)).Turn;
    }

    /// <summary><c>turn/steer</c>: more input for the running turn; returns the turn's id.</summary>
    public async Task<string> SteerTurnAsync(TurnSteerParams parameters, CancellationToken cancellationToken) =>
        (await CallAsync("turn/steer", parameters,
            AppServerJson.Default.TurnSteerParams, AppServerJson.Default.TurnSteerResult, cancellationToken)).TurnId;

    /// <summary><c>turn/interrupt</c>; the turn's own end follows as <c>turn/completed</c>. A running command goes on: clean background terminals.</summary>
    public Task InterruptTurnAsync(string threadId, string turnId, CancellationToken cancellationToken) =>
        CallAsync("turn/interrupt", new TurnInterruptParams(threadId, turnId),
            AppServerJson.Default.TurnInterruptParams, AppServerJson.Default.EmptyResult, cancellationToken);
}
