using CodexA2A.Tasks.Fairness;
using CodexA2A.Tasks.Redis.Control;
using Microsoft.Extensions.Logging;
using StackExchange.Redis;

namespace CodexA2A.Tasks.Redis;

/// <summary>The seam over Redis, as one process has it: the connection, and what is read for several at once.</summary>
internal sealed class RedisSeam : IAsyncDisposable
{
    private readonly CancellationTokenSource _closing = new();
    private readonly TimeProvider? _clock;

    /// <param name="link">The connection.</param>
    /// <param name="keys">The keys.</param>
    /// <param name="options">Settings.</param>
    /// <param name="time">The clock of our own waits.</param>
    /// <param name="clock">The clock that scripts go by in a test; null for Redis' own.</param>
    /// <param name="logger">The log.</param>
    public RedisSeam(RedisLink link, SeamKeys keys, SeamOptions options, TimeProvider time, TimeProvider? clock, ILogger logger)
    {
        (Link, Keys, Options, Time, _clock, Logger) = (link, keys, options, time, clock, logger);
        Telemetry = new RedisTelemetry();
        Tasks = new TaskPlaces(this);
        Tails = new TailTable(this, logger);
        Work = new WorkHints(this);
        Replies = new ReplyInbox(this);
    }

    /// <summary>The connection.</summary>
    public RedisLink Link { get; }

    /// <summary>The keys.</summary>
    public SeamKeys Keys { get; }

    /// <summary>Settings.</summary>
    public SeamOptions Options { get; }

    /// <summary>The clock of our own waits.</summary>
    public TimeProvider Time { get; }

    /// <summary>The log.</summary>
    public ILogger Logger { get; }

    /// <summary>What it tells about itself.</summary>
    public RedisTelemetry Telemetry { get; }

    /// <summary>Which session a task belongs to.</summary>
    public TaskPlaces Tasks { get; }

    /// <summary>The tasks that are followed.</summary>
    public TailTable Tails { get; }

    /// <summary>Hints about work.</summary>
    public WorkHints Work { get; }

    /// <summary>Replies to what was asked from here.</summary>
    public ReplyInbox Replies { get; }

    /// <summary>Opens secret answers to what was asked from here.</summary>
    public SecretBox Secrets { get; } = new();

    /// <summary>Up to which command the holder of a lease was told.</summary>
    public ToldCommands Told { get; } = new();

    /// <summary>Who reads commands here.</summary>
    public CommandReaders Readers { get; } = new();

    /// <summary>Whose sessions are.</summary>
    public SessionOwners Owners { get; } = new();

    /// <summary>How many turns owners have.</summary>
    public OwnerTurns Turns { get; } = new();

    /// <summary>Whose turn it is to have a session claimed here.</summary>
    public Rotation Rotation { get; } = new();

    /// <summary>The time for scripts: none, so that they take Redis' own; a test's clock where there is one.</summary>
    public RedisValue Now => _clock is null ? RedisValue.EmptyString : ScriptReply.Of(_clock.GetUtcNow());

    /// <summary>Canceled when the seam closes: whoever waits on it must end.</summary>
    public CancellationToken Closing => _closing.Token;

    /// <summary>Runs a script; the clock comes before <paramref name="arguments"/>.</summary>
    public Task<ScriptReply> RunAsync(RedisScript script, RedisKey[] keys, CancellationToken cancellationToken, params ReadOnlySpan<RedisValue> arguments) =>
        Link.RunAsync(script, keys, [Now, .. arguments], cancellationToken);

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await _closing.CancelAsync();
        await Tails.DisposeAsync();
        await Work.DisposeAsync();
        await Replies.DisposeAsync();
        await Link.DisposeAsync();
        Secrets.Dispose();
        Telemetry.Dispose();
        _closing.Dispose();
    }
}
