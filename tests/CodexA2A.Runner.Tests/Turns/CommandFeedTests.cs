using System.Runtime.CompilerServices;
using CodexA2A.Runner.Turns;
using CodexA2A.Tasks;

namespace CodexA2A.Runner.Tests.Turns;

public sealed class CommandFeedTests
{
    private static readonly Owner Alice = new("", "alice");

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Disposal_ends_the_read_that_is_under_way_and_waits_for_it()
    {
        var queue = new OneCommand();
        var feed = new CommandFeed(queue, new SessionLease(SessionId.Create(Alice, "ctx"), Alice, "ctx", "runner", 1), 0, Stop);
        Assert.True(await feed.Next.WaitAsync(Stop));
        Assert.Equal(7, feed.Current.Id);
        feed.Advance();
        Assert.False(feed.Next.IsCompleted);

        // An enumerator that is disposed under a read throws NotSupportedException.
        await feed.DisposeAsync();

        Assert.True(queue.Ended);
        Assert.True(feed.Next.IsCompleted);
    }

    private sealed class OneCommand : UnusedQueue
    {
        public bool Ended { get; private set; }

        public override async IAsyncEnumerable<QueuedCommand> ReadCommandsAsync(
            SessionLease lease, long after, [EnumeratorCancellation] CancellationToken cancellationToken)
        {
            try
            {
                yield return new QueuedCommand(7, new CancelTurn { TaskId = "t", Owner = Alice });
                await new TaskCompletionSource().Task.WaitAsync(cancellationToken);
            }
            finally
            {
                Ended = true;
            }
        }
    }
}
