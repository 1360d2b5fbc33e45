using System.Threading.Channels;
using CodexA2A.Chaos.Tests.Ledgers;
using CodexA2A.Tasks;

namespace CodexA2A.Chaos.Tests.Fleet.Turns;

/// <summary>A turn as its client sees it.</summary>
/// <param name="text">Its message.</param>
/// <param name="context">Its context.</param>
/// <param name="home">The Api that its client goes to first.</param>
internal sealed class ChaosTurn(TurnText text, string context, int home)
{
    private readonly Lock _lock = new();
    private readonly TaskCompletionSource _asked = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _mayAnswer = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _accepted = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _first = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _answered = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly List<TimeSpan> _takeovers = [];
    private (DateTimeOffset At, long Epoch)? _kill;
    private ClientLedger? _ledger;

    public TurnText Text => text;

    public string Context => context;

    public int Home => home;

    /// <summary>It is sent as a stream.</summary>
    public bool Streams { get; } = text.Name[^1] % 2 == 1;

    /// <summary>The session of the context.</summary>
    public SessionId Session { get; } = SessionOf(context);

    /// <summary>What came; only once it was accepted.</summary>
    public ClientLedger Ledger => _ledger ?? throw new InvalidOperationException($"{text.Name} was never accepted.");

    /// <summary>True when every event has come.</summary>
    public bool Ended => _ledger is { Ended: true };

    /// <summary>Connections that were broken by force, or broke.</summary>
    public int Reconnects { get; set; }

    /// <summary>Forced breaks that are still to come, and the events between two of them.</summary>
    public int BreaksLeft { get; set; }

    public int BreakEvery { get; init; } = 5;

    /// <summary>How often its owner was killed under it.</summary>
    public int Kills { get; private set; }

    /// <summary>From a kill of its owner to the first event of the next one, as it came here.</summary>
    public IReadOnlyList<TimeSpan> Takeovers => _takeovers;

    /// <summary>What is wrong with what came, beside its ids.</summary>
    public List<string> Problems { get; } = [];

    /// <summary>Questions in the order of their coming.</summary>
    public Channel<string> Questions { get; } = Channel.CreateUnbounded<string>();

    public Task Accepted => _accepted.Task;

    /// <summary>A stream of it has begun.</summary>
    public Task Streaming => _first.Task;

    /// <summary>A question came.</summary>
    public Task Asked => _asked.Task;

    /// <summary>From now on questions are answered.</summary>
    public Task MayAnswer => _mayAnswer.Task;

    /// <summary>The session that the clients here have under a context.</summary>
    public static SessionId SessionOf(string context) => SessionId.Create(new Owner("", Api.Auth.CredentialReader.DefaultPrincipal), context);

    public void LetAnswer() => _mayAnswer.TrySetResult();

    /// <summary>An answer was accepted, or came too late.</summary>
    public Task FirstAnswered => _answered.Task;

    public void Answered() => _answered.TrySetResult();

    public void Accept(string taskId)
    {
        _ledger = new ClientLedger(taskId, chunks: 0);
        // The answer to the send is the first event.
        _ledger.Add(new TaskEvent(EventId.First, TaskEventKind.Event, default, null, TimeProvider.System.GetUtcNow()));
        _accepted.TrySetResult();
    }

    public void BeginStream() => _first.TrySetResult();

    public void Ask(string question)
    {
        Questions.Writer.TryWrite(question);
        _asked.TrySetResult();
    }

    /// <summary>Writes an event down.</summary>
    public void Add(TaskEvent entry)
    {
        Ledger.Add(entry);
        lock (_lock)
        {
            if (_kill is { } kill && entry.Id.Epoch > kill.Epoch)
            {
                _takeovers.Add(entry.At - kill.At);
                _kill = null;
            }
        }
    }

    /// <summary>Its owner was killed.</summary>
    /// <param name="at">When.</param>
    /// <param name="epoch">The epoch of its lease.</param>
    public void Killed(DateTimeOffset at, long epoch)
    {
        lock (_lock)
        {
            Kills++;
            _kill ??= (at, epoch);
        }
    }
}
