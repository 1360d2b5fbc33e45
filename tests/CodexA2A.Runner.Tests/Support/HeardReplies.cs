using System.Collections.Concurrent;
using CodexA2A.Tasks;

namespace CodexA2A.Runner.Tests.Support;

/// <summary>Hears what commands are answered, by where they are to be answered.</summary>
internal sealed class HeardReplies : IControlCalls
{
    private readonly ConcurrentDictionary<string, TaskCompletionSource<ControlReply>> _replies = new();

    /// <summary>What was answered there, as soon as it was.</summary>
    public Task<ControlReply> OfAsync(string replyTo) => Place(replyTo).Task.WaitAsync(TestContext.Current.CancellationToken);

    public ValueTask ReplyAsync(string replyTo, ControlReply reply, CancellationToken cancellationToken)
    {
        Place(replyTo).TrySetResult(reply);
        return ValueTask.CompletedTask;
    }

    public ValueTask<ControlReply> AskAsync(ControlCall call, CancellationToken cancellationToken) => throw new NotSupportedException();

    public ValueTask<ReplyToken> ExpectAsync(CancellationToken cancellationToken) => throw new NotSupportedException();

    public ValueTask<IAsyncDisposable> ServeAsync(
        RunnerIdentity runner, IReadOnlyCollection<string> methods, Func<ControlCall, CancellationToken, Task<ControlReply>> serve, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    private TaskCompletionSource<ControlReply> Place(string replyTo) =>
        _replies.GetOrAdd(replyTo, _ => new TaskCompletionSource<ControlReply>(TaskCreationOptions.RunContinuationsAsynchronously));
}
