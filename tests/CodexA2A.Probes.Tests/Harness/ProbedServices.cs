namespace CodexA2A.Probes.Tests.Harness;

/// <summary>One service for anybody of this machine, and one that asks for a token; each started once.</summary>
public sealed class ProbedServices : IAsyncLifetime
{
    private ProbedHost? _open;
    private ProbedHost? _closed;

    public int Open => _open!.Port;

    public int Closed => _closed!.Port;

    public async ValueTask InitializeAsync()
    {
        _open = await ProbedHost.StartAsync(anonymous: true);
        _closed = await ProbedHost.StartAsync(anonymous: false);
    }

    public async ValueTask DisposeAsync()
    {
        if (_open is not null) await _open.DisposeAsync();
        if (_closed is not null) await _closed.DisposeAsync();
    }
}
