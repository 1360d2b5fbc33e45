namespace CodexA2A.Chaos.Tests.Agents;

/// <summary>Several agents; who dies is replaced by another.</summary>
/// <param name="make">The settings of an agent with this id.</param>
/// <param name="seam">The settings of the seam.</param>
internal sealed class AgentFleet(Func<string, AgentSettings> make, IReadOnlyList<string> seam) : IAsyncDisposable
{
    private readonly List<AgentProcess> _agents = [];
    private int _started;

    public void Start(int count)
    {
        for (var i = 0; i < count; i++)
        {
            _agents.Add(Start());
        }
    }

    /// <summary>All of them, beginning with one.</summary>
    public IEnumerable<AgentProcess> From(int choice) => Enumerable.Range(choice, _agents.Count).Select(i => _agents[i % _agents.Count]);

    /// <summary>Kills one and starts another in its place.</summary>
    public async Task ReplaceAsync(AgentProcess victim, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var place = _agents.IndexOf(victim);
        await victim.KillAsync();
        _agents[place] = Start();
        await victim.DisposeAsync();
    }

    /// <summary>Asks all to end, and fails when one does not.</summary>
    public Task EndAsync(CancellationToken cancellationToken) => Task.WhenAll(_agents.Select(agent => agent.EndAsync(cancellationToken)));

    public async ValueTask DisposeAsync()
    {
        foreach (var agent in _agents)
        {
            await agent.DisposeAsync();
        }
    }

    private AgentProcess Start() => AgentProcess.Start(make($"agent-{++_started}"), seam);
}
