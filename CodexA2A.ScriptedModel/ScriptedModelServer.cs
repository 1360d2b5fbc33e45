using System.Net;
using CodexA2A.ScriptedModel.Gates;
using CodexA2A.ScriptedModel.Requests;
using CodexA2A.ScriptedModel.Scenarios;
using CodexA2A.ScriptedModel.Scripts;
using CodexA2A.ScriptedModel.Steps;

namespace CodexA2A.ScriptedModel;

/// <summary>
/// A server that speaks the OpenAI Responses API on loopback and plays a script instead of asking a model.
/// The last user message chooses the scenario; see docs/scripted-model.md.
/// </summary>
public sealed class ScriptedModelServer : IAsyncDisposable
{
    private readonly WebApplication app;
    private readonly GateTable gates;
    private readonly RequestLog log;
    private readonly CancellationTokenSource stopping;

    private ScriptedModelServer(WebApplication app, GateTable gates, RequestLog log, CancellationTokenSource stopping)
    {
        this.app = app;
        this.gates = gates;
        this.log = log;
        this.stopping = stopping;
        BaseAddress = new Uri(app.Urls.First().TrimEnd('/') + "/v1");
    }

    /// <summary>The address for a client's base URL; ends in <c>/v1</c>.</summary>
    public Uri BaseAddress { get; }

    /// <summary>The newest requests, oldest first, at most <see cref="ScriptedModelOptions.MaxLoggedRequests"/>.</summary>
    public IReadOnlyList<ModelRequest> Requests => log.Snapshot();

    /// <summary>Starts a server.</summary>
    /// <exception cref="ArgumentException">The address is not loopback, or the default scenario does not exist.</exception>
    /// <exception cref="IOException">The port is taken, or the folder of scripts does not exist.</exception>
    /// <exception cref="ScriptFormatException">A script file cannot be played.</exception>
    public static async Task<ScriptedModelServer> StartAsync(ScriptedModelOptions options, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(options);
        var scripts = options.ScriptFolder is { } folder ? await ScriptFolder.LoadAsync(folder, cancellationToken) : [];
        return await StartAsync(options, scripts, cancellationToken);
    }

    internal static async Task<ScriptedModelServer> StartAsync(
        ScriptedModelOptions options, IReadOnlyList<ScenarioDefinition> more, CancellationToken cancellationToken)
    {
        if (!IPAddress.IsLoopback(options.Address))
        {
            throw new ArgumentException(
                $"The scripted model answers anyone who asks, so it listens on loopback only, not on {options.Address}.", nameof(options));
        }

        var scenarios = new ScenarioTable(more);
        if (scenarios.All.All(scenario => scenario.Name != options.DefaultScenario))
        {
            throw new ArgumentException($"There is no scenario '{options.DefaultScenario}' to be the default.", nameof(options));
        }

        var gates = new GateTable(options.Time);
        var log = new RequestLog(options.MaxLoggedRequests);
        var stopping = new CancellationTokenSource();
        var responses = new ResponsesEndpoint(
            options, scenarios, new StepPlayer(gates, options.HoldLimit, options.Time), log, stopping.Token);
        var app = ModelHost.Build(options, responses, new ControlEndpoint(gates, log, scenarios, options.IsReady));
        try
        {
            await app.StartAsync(cancellationToken);
            return new ScriptedModelServer(app, gates, log, stopping);
        }
        catch
        {
            await app.DisposeAsync();
            stopping.Dispose();
            throw;
        }
    }

    /// <summary>Holds every stream that reaches the gate of this name until the gate is opened.</summary>
    public ScriptGate Gate(string name) => gates.Hold(name);

    /// <summary>The first request, past or future, that fits.</summary>
    public Task<ModelRequest> WaitForRequestAsync(Func<ModelRequest, bool> match, CancellationToken cancellationToken) =>
        log.WaitAsync(match, cancellationToken);

    /// <summary>Ends every response and stops listening.</summary>
    public async ValueTask DisposeAsync()
    {
        await stopping.CancelAsync();
        await app.StopAsync(CancellationToken.None);
        await app.DisposeAsync();
        stopping.Dispose();
    }
}
