using System.Text.Json.Nodes;
using CodexA2A.Protocol.Json;
using CodexA2A.Runner.AppServer;
using CodexA2A.Runner.Control;
using CodexA2A.Runner.Tests.AppServer;
using CodexA2A.Runner.Turns;
using CodexA2A.Tasks;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Hosting.Internal;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace CodexA2A.Runner.Tests.Turns;

/// <summary>The whole runner over the real seam and the fake Codex; the test is the Api, and may be another runner before the worker starts.</summary>
internal sealed class RunnerStage : IAsyncDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("codex-a2a-runner-").FullName;
    private readonly ServiceProvider _services;
    private readonly IHostedService[] _others;

    private RunnerStage(Dictionary<string, string?> settings)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Codex:Executable"] = TestCodex.FakePath,
            ["Codex:Home"] = Home,
            ["Codex:DataDirectory"] = Path.Combine(_root, "data"),
            ["Runner:WorkspaceRoot"] = _root,
            ["Runner:DrainTimeout"] = "00:00:00",
            ["Runner:StopTimeout"] = "00:00:02",
        }).AddInMemoryCollection(settings).Build();
        Directory.CreateDirectory(Home);
        var services = new ServiceCollection();
        services.AddSingleton<IConfiguration>(configuration);
        services.AddLogging(logging => logging.SetMinimumLevel(LogLevel.Debug).AddProvider(Log));
        var lifetime = new ApplicationLifetime(NullLogger<ApplicationLifetime>.Instance);
        lifetime.NotifyStarted();
        services.AddSingleton<IHostApplicationLifetime>(lifetime);
        services.AddInProcessSeam(Path.Combine(_root, "seam"));
        var queue = services.Single(service => service.ServiceType == typeof(ITurnQueue)).ImplementationType!;
        services.AddSingleton<ITurnQueue>(provider => new FaultyQueue((ITurnQueue)ActivatorUtilities.CreateInstance(provider, queue)));
        services.AddCodexA2ARunner(configuration);
        _services = services.BuildServiceProvider();
        Queue = (FaultyQueue)_services.GetRequiredService<ITurnQueue>();
        _others = [.. _services.GetServices<IHostedService>().Where(service => service is not TurnWorker)];
    }

    public static Owner Alice { get; } = new("", "alice");

    /// <summary>Somebody else.</summary>
    public static Owner Bob { get; } = new("", "bob");

    public TestLog Log { get; } = new();

    public string Home => Path.Combine(_root, "home");

    /// <summary>The workspace; home and data lie in it, too.</summary>
    public string Root => _root;

    public FaultyQueue Queue { get; }

    public ITaskLog Tasks => Get<ITaskLog>();

    public AppServerHost Codex => Get<AppServerHost>();

    public TurnWorker Worker => Get<TurnWorker>();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public T Get<T>() where T : notnull => _services.GetRequiredService<T>();

    public IEnumerable<T> All<T>() => _services.GetServices<T>();

    /// <summary>Starts everything, the worker too unless <paramref name="working"/> is false.</summary>
    public static async Task<RunnerStage> StartAsync(bool working = true, params (string Key, string Value)[] settings)
    {
        var stage = new RunnerStage(settings.ToDictionary(setting => setting.Key, setting => (string?)setting.Value));
        foreach (var service in stage._others)
        {
            // The seam opens before anything starts.
            await (service is IHostedLifecycleService early ? early.StartingAsync(Stop) : Task.CompletedTask);
            await service.StartAsync(Stop);
        }

        if (working)
        {
            await stage.Worker.StartAsync(Stop);
        }

        return stage;
    }

    /// <summary>Submits a message; gives the task's id.</summary>
    public Task<string> SubmitAsync(string text, string context = "ctx", JsonObject? metadata = null, Owner? owner = null) => SubmitOfAsync(owner ?? Alice, text, context, metadata);

    /// <summary>The same of anybody.</summary>
    public Task<string> SubmitOfAsync(Owner owner, string text, string context = "ctx", JsonObject? metadata = null) => SubmitAsync(text, context, owner, (id, message) => new RunTurn
    {
        TaskId = id,
        Owner = owner,
        SubmitId = SubmitId(id),
        Request = new SendMessageRequest { Message = message, Metadata = metadata },
        AcceptedAt = DateTimeOffset.UtcNow,
    });

    /// <summary>Submits a message with a file; gives the task's id.</summary>
    public Task<string> SubmitFileAsync(string name, byte[] content) => SubmitAsync("look", "ctx", Alice, (id, message) => new RunTurn
    {
        TaskId = id,
        Owner = Alice,
        SubmitId = SubmitId(id),
        Request = new SendMessageRequest { Message = message with { Parts = [.. message.Parts, Part.FromRaw(content, "text/plain") with { Filename = name }] } },
        AcceptedAt = DateTimeOffset.UtcNow,
    });

    /// <summary>Submits a command of a caller's; gives the task's id.</summary>
    public Task<string> SubmitExecAsync(string script, string? directory = null) => SubmitAsync(script, "codex.exec:it", Alice, (id, _) => new RunExec
    {
        TaskId = id,
        Owner = Alice,
        SubmitId = SubmitId(id),
        AcceptedAt = DateTimeOffset.UtcNow,
        ProcessId = "it",
        Line = script,
        Command = ["/bin/sh", "-c", script],
        Directory = directory,
        OutputBytesCap = 1024,
    });

    private async Task<string> SubmitAsync(string text, string context, Owner owner, Func<string, Message, BeginTask> begin)
    {
        var id = TaskIds.New(SessionId.Create(owner, context).Partition(Queue.Partitions), TimeProvider.System);
        var message = new Message { MessageId = "m-" + id, Role = Role.User, ContextId = context, TaskId = id, Parts = [Part.FromText(text)] };
        var task = new AgentTask { Id = id, ContextId = context, Status = new TaskStatus { State = TaskState.Submitted, Timestamp = DateTimeOffset.UtcNow }, History = [message] };
        var command = begin(id, message);
        Assert.Equal(SubmitStatus.Accepted, (await Queue.SubmitAsync(new TurnSubmission(owner, context, task, command), Stop)).Status);
        return id;
    }

    public static string SubmitId(string taskId) => "submit-" + taskId;

    /// <summary>Runs a command of a caller's in the conversation of a context, or as an earlier release asks, which names none.</summary>
    public Task<JsonObject> ShellAsync(string command, string? context, CancellationToken cancellationToken)
    {
        var parameters = new JsonObject { ["command"] = command };
        if (context is not null) parameters["context_id"] = context;
        var call = new ControlCall(Alice, "codex.sessions.shell") { Params = parameters };
        return All<IControlMethods>().OfType<ShellMethods>().Single().All.Single().Run(call, cancellationToken);
    }

    /// <summary>The test takes the next session as another runner of this home.</summary>
    public async Task<SessionLease> ClaimAsync(string runner)
    {
        var lease = await Queue.TryClaimAsync(new RunnerIdentity(runner, Get<RunnerHome>().Identity.Home), Stop);
        Assert.NotNull(lease);
        return lease;
    }

    /// <summary>The task as soon as <paramref name="reached"/> holds.</summary>
    public async Task<AgentTask> UntilAsync(string taskId, Func<AgentTask, bool> reached, Owner? owner = null)
    {
        var fold = new TaskFold();
        await foreach (var batch in Tasks.FollowAsync(owner ?? Alice, taskId, CodexA2A.Tasks.EventId.None, Stop))
        {
            foreach (var entry in batch.Where(entry => entry.Kind == TaskEventKind.Event))
            {
                fold.Apply(A2AJson.Deserialize<StreamResponse>(entry.Payload.Span));
            }

            if (fold.Task is { } task && reached(task))
            {
                return task;
            }
        }

        throw new InvalidOperationException($"The task ended as {fold.Task?.Status} before what the test waits for.\n{Log.Text}");
    }

    public Task<AgentTask> EndAsync(string taskId, Owner? owner = null) => UntilAsync(taskId, task => task.Status.State.IsTerminal, owner);

    /// <summary>The same of anybody's.</summary>
    public Task<AgentTask> EndOfAsync(Owner owner, string taskId) => UntilAsync(taskId, task => task.Status.State.IsTerminal, owner);

    public Task<AgentTask> AskedAsync(string taskId, int questions = 1) => UntilAsync(taskId, task =>
        task.Status.State == TaskState.InputRequired && task.Metadata?["shared"]?["interrupts"]?.AsArray().Count == questions);

    /// <summary>Waits until a line of the log holds <paramref name="words"/>.</summary>
    public Task LoggedAsync(string words) => HoldsAsync(() => Log.Text.Contains(words, StringComparison.Ordinal));

    /// <summary>Waits until the only session that is owned waits and has lent out its place.</summary>
    public Task RestsAsync() => HoldsAsync(() => Worker is { Sessions: 1, Places.Taken: 0 });

    /// <summary>Waits until it does.</summary>
    public static async Task HoldsAsync(Func<bool> it)
    {
        while (!it())
        {
            Stop.ThrowIfCancellationRequested();
            await Task.Yield();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await Worker.StopAsync(CancellationToken.None);
        foreach (var service in _others.Reverse())
        {
            await service.StopAsync(CancellationToken.None);
            await (service is IHostedLifecycleService late ? late.StoppedAsync(CancellationToken.None) : Task.CompletedTask);
        }

        await _services.DisposeAsync();
        Directory.Delete(_root, recursive: true);
    }
}
