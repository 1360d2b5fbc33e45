using System.Net;
using System.Net.Sockets;

namespace CodexA2A.Benchmarks.Harness;

/// <summary>Our service: the real <c>codex-a2a serve</c> as a process of its own, spoken to over HTTP.</summary>
internal sealed class ServiceLane : ILane
{
    private const string Token = "bench-token-0123456789abcdef";

    private readonly Child _child;

    private ServiceLane(Child child, A2AClient client, TimeSpan startToCard)
    {
        _child = child;
        Client = client;
        StartToCard = startToCard;
    }

    public string Name => "ours";

    public int Pid => _child.Pid;

    public bool RootIsOurs => true;

    public A2AClient Client { get; }

    /// <summary>From the start of the process to the first answer with the card.</summary>
    public TimeSpan StartToCard { get; }

    /// <summary>Starts it and returns when its card is served.</summary>
    /// <param name="service">The built service.</param>
    /// <param name="folder">Folders.</param>
    /// <param name="model">The model; null: Codex has none.</param>
    /// <param name="settings">Further settings, as environment variables.</param>
    /// <param name="cancellationToken">Ends the start.</param>
    public static async Task<ServiceLane> StartAsync(
        string service, BenchFolder folder, ModelProcess model, IReadOnlyDictionary<string, string>? settings, CancellationToken cancellationToken)
    {
        var port = FreePort();
        var environment = new Dictionary<string, string>
        {
            ["A2A__Port"] = $"{port}",
            ["A2A__BearerToken"] = Token,
            ["A2A__DataDirectory"] = folder.New("data"),
            ["Runner__WorkspaceRoot"] = folder.Workspace,
            ["Codex__Executable"] = Places.Codex,
            ["Codex__Home"] = await model.NewHomeAsync(folder, cancellationToken),
        };
        foreach (var (name, value) in settings ?? new Dictionary<string, string>())
        {
            environment[name] = value;
        }

        var client = new A2AClient(new Uri($"http://127.0.0.1:{port}/"), Token);
        var began = TimeProvider.System.GetTimestamp();
        var child = Child.Start(service, ["serve"], folder.Home, environment);
        while (!await client.HasCardAsync(cancellationToken))
        {
            if (child.HasExited)
            {
                throw new InvalidOperationException($"The service ended at its start:\n{child.Said}");
            }

            await Task.Delay(2, cancellationToken);
        }

        return new ServiceLane(child, client, TimeProvider.System.GetElapsedTime(began));
    }

    public async Task<string> TurnAsync(string prompt, Action<string> onText, CancellationToken cancellationToken)
    {
        try
        {
            return await Client.TurnAsync(prompt, null, onText, cancellationToken);
        }
        catch (HttpRequestException exception)
        {
            throw new InvalidOperationException($"{exception.Message}\n{_child.Said}", exception);
        }
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _child.DisposeAsync();
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
