using CodexA2A.Runner.AppServer;
using CodexA2A.Runner.Sandbox;
using CodexA2A.Runner.Tests.AppServer;
using CodexA2A.Runner.Threads;
using CodexA2A.Runner.Turns;
using CodexA2A.Runner.Workspaces;
using CodexA2A.Tasks;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace CodexA2A.Runner.Tests.Threads;

/// <summary>The thread directory with everything below it, in front of a Codex.</summary>
internal sealed class ThreadStage : IAsyncDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    private readonly PrestartedThreads _prestarted;
    private readonly IdleThreads _idle;
    private readonly ThreadHandover _handover;
    private readonly LeftBehind _leftBehind = new(TimeProvider.System, NullLogger<LeftBehind>.Instance);
    private readonly LateOpenings _late;

    private ThreadStage(TestCodex codex, RunnerOptions settings, bool exclusive, TimeProvider prestartTime)
    {
        Codex = codex;
        _late = new LateOpenings(new Logger<LateOpenings>(new LoggerFactory([Late])));
        var runner = Options.Create(settings);
        var codexOptions = Options.Create(codex.Options);
        var specs = new ThreadSpecs(codexOptions, runner, new ShownSandbox());
        _prestarted = new PrestartedThreads(codex.Host, specs, runner, prestartTime, codex.Get<ILogger<PrestartedThreads>>());
        _idle = new IdleThreads(codexOptions, TimeProvider.System, NullLogger<IdleThreads>.Instance);
        _handover = new ThreadHandover(new CodexHome(codex.Options.Home!, Own: false), _idle, TimeProvider.System, NullLogger<ThreadHandover>.Instance);
        Directory = new ThreadDirectory(
            codex.Host,
            new ThreadLoader(codex.Host, specs, _prestarted, _handover, _leftBehind, runner, TimeProvider.System),
            specs,
            _idle,
            _late,
            new WorkspaceGate(new RunnerHome(new CodexHome(codex.Options.Home!, Own: false), ServedOwners.Everybody), Options.Create(new WorkspaceOptions { Exclusive = exclusive }), runner, TimeProvider.System),
            runner,
            TimeProvider.System);
    }

    public TestCodex Codex { get; }

    /// <summary>What is said of threads that came too late.</summary>
    public TestLog Late { get; } = new();

    public ThreadDirectory Directory { get; }

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    /// <summary>Starts everything; <paramref name="prestarted"/> threads are kept ready.</summary>
    public static async Task<ThreadStage> StartAsync(
        string faults = "", int prestarted = 0, bool exclusive = false, Action<CodexOptions>? codex = null, Action<RunnerOptions>? runner = null,
        TimeProvider? prestartTime = null)
    {
        var started = await TestCodex.StartAsync(faults, codex);
        var settings = new RunnerOptions { PrestartedThreads = prestarted, WorkspaceRoot = started.Root };
        runner?.Invoke(settings);
        var stage = new ThreadStage(started, settings, exclusive, prestartTime ?? TimeProvider.System);
        await stage._prestarted.StartAsync(Cancelled);
        await stage._idle.StartAsync(Cancelled);
        await stage._handover.StartAsync(Cancelled);
        return stage;
    }

    public ValueTask<AppServerClient> ClientAsync() => Codex.Host.GetAsync(Cancelled);

    public Task<OpenThread> OpenAsync(string? threadId = null, bool isExplicit = false, string? folder = null, CancellationToken? cancellationToken = null) =>
        Directory.OpenAsync(threadId is null ? null : new SessionBinding(threadId, "home", isExplicit), mustExist: false, folder, ThreadTerms.Plain, cancellationToken ?? Cancelled);

    /// <summary>A turn in a thread, to its end; the thread's id.</summary>
    public async Task<string> RunAsync(string? threadId = null)
    {
        await using var thread = await OpenAsync(threadId);
        await RunAsync(thread);
        return thread.ThreadId;
    }

    public async Task RunAsync(OpenThread thread)
    {
        await thread.StartTurnAsync((new TurnRequest([]) { Directory = Codex.Root }).Saying("hi"), "s-1", Cancelled);
        while (await thread.Messages.ReadAsync(Cancelled) is not CodexA2A.Runner.AppServer.Protocol.TurnCompletedNotification)
        {
            // The turn goes on.
        }
    }

    /// <summary>What the process itself says that it has in memory, once that is as wanted.</summary>
    public static async Task<IReadOnlyList<string>> LoadedAsync(AppServerClient client, Func<IReadOnlyList<string>, bool> until)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(Cancelled);
        limit.CancelAfter(Limit);
        while (true)
        {
            var loaded = (await client.ListLoadedThreadsAsync(new(), limit.Token)).Data;
            if (until(loaded))
            {
                return loaded;
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _prestarted.StopAsync(Cancelled);
        await _handover.StopAsync(Cancelled);
        await _idle.StopAsync(Cancelled);
        await Codex.DisposeAsync();
        await _late.DisposeAsync();
        _prestarted.Dispose();
        _handover.Dispose();
        _leftBehind.Dispose();
        _idle.Dispose();
    }
}
