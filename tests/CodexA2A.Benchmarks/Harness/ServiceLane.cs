namespace CodexA2A.Benchmarks.Harness;

/// <summary>Our service: the real <c>codex-a2a serve</c> as one process of its own, spoken to over HTTP.</summary>
internal sealed class ServiceLane : ILane
{
    private readonly ServiceChild _child;

    private ServiceLane(ServiceChild child)
    {
        _child = child;
        Client = new A2AClient(child.Address, ServiceChild.Token);
    }

    public string Name => "ours";

    public int Pid => _child.Pid;

    public IReadOnlyList<LanePart> Parts => [new("service", Pid)];

    public A2AClient Client { get; }

    /// <summary>From the start of the process to the first answer with the card.</summary>
    public TimeSpan StartToCard => _child.StartToAnswer;

    /// <summary>Starts it and returns when its card is served.</summary>
    /// <param name="service">The built service.</param>
    /// <param name="folder">Folders.</param>
    /// <param name="model">The model.</param>
    /// <param name="settings">Further settings, as environment variables.</param>
    /// <param name="cancellationToken">Ends the start.</param>
    public static async Task<ServiceLane> StartAsync(
        string service, BenchFolder folder, ModelProcess model, IReadOnlyDictionary<string, string>? settings, CancellationToken cancellationToken) =>
        new(await ServiceChild.StartAsync(service, "all", folder, await CommonSettings.OfAsync(folder, model, settings, cancellationToken), cancellationToken));

    public async Task<string> TurnAsync(string prompt, Action<string> onText, CancellationToken cancellationToken)
    {
        try
        {
            return await Client.TurnAsync(prompt, null, onText, cancellationToken);
        }
        catch (Exception exception) when (exception is HttpRequestException or InvalidOperationException)
        {
            throw new InvalidOperationException($"{exception.Message}\n{_child.Said}", exception);
        }
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _child.DisposeAsync();
    }
}
