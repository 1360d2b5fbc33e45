using System.Text;
using StackExchange.Redis;

namespace CodexA2A.Tasks.Redis.Control;

/// <summary>Where replies come to this process: one channel, subscribed by the first who asks.</summary>
internal sealed class ReplyInbox(RedisSeam seam) : IAsyncDisposable
{
    private const char HeardMark = 'h';
    private const char ReplyMark = 'r';
    private const int IdLength = 32;

    private readonly SemaphoreSlim _opening = new(1, 1);
    private IAsyncDisposable? _subscription;

    /// <summary>Its name; made anew at each start.</summary>
    public string Address { get; } = Guid.NewGuid().ToString("n");

    /// <summary>What is waited for.</summary>
    public PendingReplies Pending { get; } = new();

    /// <summary>Tells a process that its call is taken.</summary>
    public static Task HeardAsync(RedisSeam seam, string address, string id, CancellationToken cancellationToken) =>
        seam.Link.TellAsync(seam.Keys.ReplyChannel(address), HeardMark + id, cancellationToken);

    /// <summary>Gives a process the reply that it waits for.</summary>
    public static Task ReplyAsync(RedisSeam seam, string address, string id, byte[] reply, CancellationToken cancellationToken) =>
        seam.Link.TellAsync(seam.Keys.ReplyChannel(address), (byte[])[.. Encoding.ASCII.GetBytes(ReplyMark + id), .. reply], cancellationToken);

    /// <summary>From here on what is sent to <see cref="Address"/> comes.</summary>
    public async ValueTask OpenAsync(CancellationToken cancellationToken)
    {
        if (Volatile.Read(ref _subscription) is not null)
        {
            return;
        }

        await _opening.WaitAsync(cancellationToken);
        try
        {
            if (_subscription is null)
            {
                Volatile.Write(ref _subscription, await seam.Link.HintAsync([seam.Keys.ReplyChannel(Address)], Take));
            }
        }
        finally
        {
            _opening.Release();
        }
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        if (_subscription is not null)
        {
            await _subscription.DisposeAsync();
        }

        _opening.Dispose();
    }

    private void Take(RedisValue value)
    {
        ReadOnlyMemory<byte> bytes = value;
        if (bytes.Length < 1 + IdLength)
        {
            return;
        }

        var id = Encoding.ASCII.GetString(bytes.Span[1..(1 + IdLength)]);
        switch ((char)bytes.Span[0])
        {
            case HeardMark:
                Pending.Heard(id);
                break;
            case ReplyMark:
                Pending.Complete(id, bytes.Span[(1 + IdLength)..]);
                break;
        }
    }
}
