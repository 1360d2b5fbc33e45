using CodexA2A.Tasks;

namespace CodexA2A.Api.Tests.Support;

/// <summary>The seam when no runner is there, without the waiting.</summary>
internal sealed class NobodyThere : IControlCalls
{
    public ValueTask<ControlReply> AskAsync(ControlCall call, CancellationToken cancellationToken) =>
        throw new SeamUnavailableException("No runner took it.") { IsRunnerMissing = true };

    public ValueTask<IAsyncDisposable> ServeAsync(
        RunnerIdentity runner, IReadOnlyCollection<string> methods, Func<ControlCall, CancellationToken, Task<ControlReply>> serve, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public ValueTask<ReplyToken> ExpectAsync(CancellationToken cancellationToken) => throw new NotSupportedException();

    public ValueTask ReplyAsync(string replyTo, ControlReply reply, CancellationToken cancellationToken) => throw new NotSupportedException();
}
