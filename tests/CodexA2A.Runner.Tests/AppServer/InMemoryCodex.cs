using System.IO.Pipelines;
using System.Text;
using System.Text.Json.Nodes;
using CodexA2A.Runner.AppServer;
using CodexA2A.Runner.AppServer.Protocol;
using Microsoft.Extensions.Time.Testing;

namespace CodexA2A.Runner.Tests.AppServer;

/// <summary>A connection over two pipes, for what a process cannot be made to do on purpose: exact bytes and exact times.</summary>
internal sealed class InMemoryCodex : IAsyncDisposable
{
    private readonly Pipe _toUs = new();
    private readonly Pipe _toCodex = new();
    private readonly StreamReader _sent;
    private readonly StdioTransport _transport;

    public InMemoryCodex(TimeSpan? requestTimeout = null, TimeProvider? time = null)
    {
        time ??= Time;
        _sent = new StreamReader(_toCodex.Reader.AsStream());
        _transport = new StdioTransport(_toUs.Reader.AsStream(), _toCodex.Writer.AsStream(), 1024 * 1024, TimeSpan.FromSeconds(30), time, () => { });
        Connection = new AppServerConnection(_transport, "gen",
            new ConnectionSettings(requestTimeout ?? TimeSpan.FromSeconds(60), SubscriptionLimits.Default, ParkingLimits.Default),
            Process.Add, time, Meters.Metrics, Log);
        Connection.Start();
    }

    public FakeTimeProvider Time { get; } = new();

    public TestMeters Meters { get; } = new();

    public TestLog Log { get; } = new();

    public AppServerConnection Connection { get; }

    public List<Notification> Process { get; } = [];

    public Task<TransportEnd> Ended => _transport.Ended;

    /// <summary>A call with a result of the simplest kind.</summary>
    public Task<ThreadUnsubscribeResult> CallAsync(string method = "m") => CallUntilAsync(method, TestContext.Current.CancellationToken);

    /// <summary>A call that is cancelled.</summary>
    public Task<ThreadUnsubscribeResult> CallUntilAsync(string method, CancellationToken cancellationToken) =>
        Connection.CallAsync(method, new EmptyParams(), AppServerJson.Default.EmptyParams, AppServerJson.Default.ThreadUnsubscribeResult, cancellationToken);

    /// <summary>What we sent next.</summary>
    public async Task<JsonObject> SentAsync() =>
        (JsonObject)JsonNode.Parse((await _sent.ReadLineAsync(TestContext.Current.CancellationToken))!)!;

    /// <summary>A line of Codex.</summary>
    public async Task ReceiveAsync(string line) =>
        await _toUs.Writer.WriteAsync(Encoding.UTF8.GetBytes(line + "\n"), TestContext.Current.CancellationToken);

    /// <summary>Bytes of Codex.</summary>
    public async Task ReceiveAsync(byte[] bytes) => await _toUs.Writer.WriteAsync(bytes, TestContext.Current.CancellationToken);

    /// <summary>The end of Codex's output.</summary>
    public async Task CloseOutputAsync() => await _toUs.Writer.CompleteAsync();

    public async ValueTask DisposeAsync()
    {
        await _toUs.Writer.CompleteAsync();
        await _transport.Ended;
        await Connection.DisposeAsync();
        Meters.Dispose();
    }
}
