namespace CodexA2A.Tasks;

/// <summary>
/// How the Api asks a runner something and gets an answer. At most once: a call is run by one runner or by none, and nothing is
/// asked again by the seam. Neither calls nor replies are stored.
/// All calls throw <see cref="SeamUnavailableException"/> when the store cannot be reached.
/// </summary>
public interface IControlCalls
{
    /// <summary>
    /// Asks a runner that serves the owner, of <see cref="ControlCall.Home"/> where that is set. What the runner says against it is a reply with a fault;
    /// so is a runner that took the call and did not answer in time (<see cref="ControlFault.OutcomeUnknown"/>).
    /// </summary>
    /// <exception cref="SeamUnavailableException">No runner took it within <see cref="ControlLimits.Listen"/>: it is not, and never will be, run.</exception>
    ValueTask<ControlReply> AskAsync(ControlCall call, CancellationToken cancellationToken);

    /// <summary>
    /// Listens for calls and runs them until the result is disposed: <see cref="ControlLimits.Parallel"/> at a time, each within its own
    /// limit, by the token given with it. What is running then is canceled, and its askers are told.
    /// </summary>
    /// <param name="runner">Who serves; calls for another home, or of owners that it does not serve, are left alone.</param>
    /// <param name="methods">What it knows; other methods are left to runners of another release.</param>
    /// <param name="serve">Runs one. What it throws becomes a fault without words, and is logged.</param>
    /// <param name="cancellationToken">Ends the beginning.</param>
    ValueTask<IAsyncDisposable> ServeAsync(
        RunnerIdentity runner, IReadOnlyCollection<string> methods, Func<ControlCall, CancellationToken, Task<ControlReply>> serve, CancellationToken cancellationToken);

    /// <summary>Opens a place for the reply to a command of a session (<see cref="TurnCommand.ReplyTo"/>); close it in any case.</summary>
    ValueTask<ReplyToken> ExpectAsync(CancellationToken cancellationToken);

    /// <summary>Answers such a command. The first answer counts; one that nobody waits for any more is passed over.</summary>
    /// <param name="replyTo">As the command says.</param>
    /// <param name="reply">The answer.</param>
    /// <param name="cancellationToken">Ends the sending.</param>
    ValueTask ReplyAsync(string replyTo, ControlReply reply, CancellationToken cancellationToken);
}
