using CodexA2A.Tasks;
using CodexA2A.Tasks.Redis;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace CodexA2A.Benchmarks.Workers;

/// <summary>The seam over Redis as Api and runner open it, from the same settings.</summary>
internal sealed class SeamAccess : IAsyncDisposable
{
    private readonly IHost _host;

    private SeamAccess(IHost host)
    {
        _host = host;
        Log = host.Services.GetRequiredService<ITaskLog>();
        Queue = host.Services.GetRequiredService<ITurnQueue>();
        Options = host.Services.GetRequiredService<IOptions<SeamOptions>>().Value;
    }

    public ITaskLog Log { get; }

    public ITurnQueue Queue { get; }

    public SeamOptions Options { get; }

    public static async Task<SeamAccess> OpenAsync(CancellationToken cancellationToken)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Configuration.AddEnvironmentVariables();
        builder.Services.AddRedisSeam();
        var host = builder.Build();
        await host.StartAsync(cancellationToken);
        return new SeamAccess(host);
    }

    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync(CancellationToken.None);
        _host.Dispose();
    }
}
