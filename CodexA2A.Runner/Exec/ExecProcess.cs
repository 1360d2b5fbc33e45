using System.Threading.Channels;
using CodexA2A.Runner.AppServer;
using CodexA2A.Runner.AppServer.Protocol;

namespace CodexA2A.Runner.Exec;

/// <summary>
/// A command that Codex runs for a caller. Whatever leaves it ends it, with all that it started: Codex kills what is in its sandbox or
/// its session, and what is left is found by a mark in its environment.
/// </summary>
internal sealed class ExecProcess : IExecProcess, IAsyncDisposable
{
    /// <summary>The variable that the command and all that it starts have.</summary>
    public const string Mark = "CODEX_A2A_EXEC";

    private static readonly TimeSpan Again = TimeSpan.FromMilliseconds(50);

    /// <summary>How long Codex has to take that it is to be ended: it does not while the command leaves unread what is written to it.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    private readonly AppServerClient _client;
    private readonly ThreadSubscription _output;
    private readonly CancellationTokenSource _abandon = new();
    private readonly CancellationToken _abandoned;
    private readonly string _id;
    private readonly TimeSpan _stopLimit;
    private readonly TimeProvider _time;

    private ExecProcess(AppServerClient client, ExecLaunch launch, TimeSpan stopLimit, TimeProvider time)
    {
        (_client, _id, _stopLimit, _time) = (client, Guid.NewGuid().ToString("n"), stopLimit, time);
        _abandoned = _abandon.Token;
        _output = client.FollowExec(_id);
        Begun = time.GetTimestamp();
        // Its mark is its own, so that a caller's name of it can be anything.
        Answer = RunAsync(new ExecParams(launch.Command, _id, launch.Folder, (long)launch.Timeout.TotalMilliseconds, launch.OutputBytesCap)
        {
            SandboxPolicy = launch.Sandbox,
            Tty = launch.Tty,
            Size = launch is { Rows: { } rows, Cols: { } cols } ? new ExecSize(rows, cols) : null,
            Env = new Dictionary<string, string> { [Mark] = _id },
            StreamStdin = launch.Streams,
            StreamStdoutStderr = launch.Streams,
        });
        Result = ExitAsync();
    }

    /// <summary>As <see cref="Result"/>, with what it printed where that is not streamed.</summary>
    public Task<ShellExecResult> Answer { get; }

    /// <inheritdoc />
    public long Begun { get; }

    /// <inheritdoc />
    public Task<int> Result { get; }

    /// <inheritdoc />
    public ChannelReader<AppServerMessage> Messages => _output.Messages;

    /// <summary>Starts it.</summary>
    /// <exception cref="AppServerDiedException">The Codex process is gone.</exception>
    public static ExecProcess Start(AppServerClient client, ExecLaunch launch, TimeSpan stopLimit, TimeProvider time) => new(client, launch, stopLimit, time);

    /// <inheritdoc />
    public void Wake(Action wake)
    {
        _output.Wake(wake);
        _ = Result.ContinueWith(_ => wake(), CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
    }

    /// <inheritdoc />
    public async Task WriteAsync(string? deltaBase64, bool close, CancellationToken cancellationToken)
    {
        // Codex may leave it unanswered for as long as the command runs, but nobody waits for it longer.
        using var ends = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _abandoned);
        await _client.WriteExecAsync(new ExecWriteParams(_id, deltaBase64, close), ends.Token);
    }

    /// <inheritdoc />
    public async Task ResizeAsync(int rows, int cols, CancellationToken cancellationToken)
    {
        using var ends = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _abandoned);
        await _client.ResizeExecAsync(new ExecResizeParams(_id, new ExecSize(rows, cols)), ends.Token);
    }

    /// <inheritdoc />
    public async Task TerminateAsync()
    {
        using var limit = new CancellationTokenSource(_stopLimit, _time);
        await using var impatient = _time.CreateTimer(_ => KillRest(), null, Patience, Timeout.InfiniteTimeSpan);
        try
        {
            while (!Result.IsCompleted && !await AskAsync(limit.Token))
            {
                // It is just being started, or its end is on the way.
                await Task.WhenAny(Result, Task.Delay(Again, _time, limit.Token));
            }
        }
        catch (Exception exception) when (exception is AppServerException or OperationCanceledException)
        {
            // What can be found of it is killed all the same.
        }

        KillRest();
    }

    /// <inheritdoc />
    public void KillRest() => MarkedProcesses.Kill(Mark, (_, value) => value == _id, Signals.Kill);

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        if (!Result.IsCompleted)
        {
            await TerminateAsync();
            using var limit = new CancellationTokenSource(_stopLimit, _time);
            var end = Result.WaitAsync(limit.Token);
            // Nobody reads any more, and Codex's answer comes behind the output.
            while (!end.IsCompleted)
            {
                while (Messages.TryRead(out _))
                {
                }

                await Task.WhenAny(end, Task.Delay(Again, _time, CancellationToken.None));
            }
        }

        await _abandon.CancelAsync();
        await ((Task)Result).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        KillRest();
        await _output.DisposeAsync();
        _abandon.Dispose();
    }

    private async Task<ShellExecResult> RunAsync(ExecParams parameters) => await _client.ExecAsync(parameters, _abandon.Token);

    private async Task<int> ExitAsync() => (await Answer).ExitCode;

    /// <summary>False when Codex does not have it (yet, or any more).</summary>
    private async Task<bool> AskAsync(CancellationToken cancellationToken)
    {
        try
        {
            await _client.TerminateExecAsync(_id, cancellationToken);
            return true;
        }
        catch (AppServerRequestException)
        {
            return false;
        }
    }
}
