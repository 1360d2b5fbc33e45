using System.Collections.Frozen;
using CodexA2A.Runner.Mapping.Control;
using CodexA2A.Runner.Turns;
using CodexA2A.Tasks;

namespace CodexA2A.Runner.Control;

/// <summary>Serves what the Api asks of this runner, from its start to its end: one table from names to handlers.</summary>
internal sealed partial class ControlService(
    IControlCalls calls, RunnerHome home, IEnumerable<IControlMethods> families, ILogger<ControlService> logger) : IHostedService, IAsyncDisposable
{
    private readonly FrozenDictionary<string, ControlMethod> _methods =
        families.SelectMany(family => family.All).ToFrozenDictionary(method => method.Name, StringComparer.Ordinal);

    private IAsyncDisposable? _serving;

    /// <inheritdoc />
    public async Task StartAsync(CancellationToken cancellationToken) =>
        _serving = await calls.ServeAsync(home.Identity, _methods.Keys, ServeAsync, cancellationToken);

    /// <inheritdoc />
    public async Task StopAsync(CancellationToken cancellationToken) => await DisposeAsync();

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _serving, null) is { } serving)
        {
            await serving.DisposeAsync();
        }
    }

    private async Task<ControlReply> ServeAsync(ControlCall call, CancellationToken cancellationToken)
    {
        try
        {
            return ControlReply.Of(await _methods[call.Method].Run(call, cancellationToken));
        }
        catch (Exception exception) when (ControlErrors.From(exception) is { } fault)
        {
            LogRefused(call.Method, fault.Reason, exception);
            return ControlReply.Failed(fault);
        }
    }

    [LoggerMessage(Level = LogLevel.Debug, Message = "{Method} was refused: {Reason}")]
    private partial void LogRefused(string method, string reason, Exception exception);
}
