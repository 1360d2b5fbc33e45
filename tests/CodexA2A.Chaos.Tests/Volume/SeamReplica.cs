using CodexA2A.Tasks;
using CodexA2A.Tasks.Redis;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace CodexA2A.Chaos.Tests.Volume;

/// <summary>What a replica of the Api is to a client: a process of its own, as far as the seam can tell.</summary>
internal sealed class SeamReplica : IAsyncDisposable
{
    private readonly IHost _host;

    private SeamReplica(IHost host)
    {
        _host = host;
        (Log, Queue) = (host.Services.GetRequiredService<ITaskLog>(), host.Services.GetRequiredService<ITurnQueue>());
    }

    public ITaskLog Log { get; }

    public ITurnQueue Queue { get; }

    public static async Task<SeamReplica> StartAsync(IEnumerable<string> settings, CancellationToken cancellationToken)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Configuration.AddCommandLine([.. settings.Select(setting => "--" + setting)]);
        builder.Services.AddRedisSeam();
        var host = builder.Build();
        await host.StartAsync(cancellationToken);
        return new SeamReplica(host);
    }

    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync();
        _host.Dispose();
    }
}
