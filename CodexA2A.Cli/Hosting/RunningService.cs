using CodexA2A.Api.Cards;
using CodexA2A.ServiceDefaults.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;

namespace CodexA2A.Cli.Hosting;

/// <summary>The service while it runs, with the scripted model where it uses one.</summary>
internal sealed class RunningService : IAsyncDisposable
{
    private readonly WebApplication app;
    private readonly ScriptedCodex? scripted;

    private RunningService(WebApplication app, ServiceForm form, ScriptedCodex? scripted)
    {
        this.app = app;
        Form = form;
        this.scripted = scripted;
        Addresses = [.. app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()?.Addresses ?? []];
    }

    /// <summary>Its parts.</summary>
    public ServiceForm Form { get; }

    /// <summary>Where it listens.</summary>
    public IReadOnlyList<string> Addresses { get; }

    /// <summary>An address that a client on this machine can use.</summary>
    public Uri LocalAddress => new(Addresses[0]
        .Replace("//[::]:", "//localhost:", StringComparison.Ordinal)
        .Replace("//0.0.0.0:", "//127.0.0.1:", StringComparison.Ordinal));

    /// <summary>The address on the card where others can connect but not by that address; else null.</summary>
    public string? UnreachableCard
    {
        get
        {
            var url = app.Services.GetRequiredService<PublicAddress>().Url;
            return Addresses.All(BindAddresses.IsLoopback) || !BindAddresses.IsLoopback(url) ? null : url;
        }
    }

    /// <summary>The configuration it runs with.</summary>
    public IConfiguration Configuration => app.Configuration;

    /// <summary>Builds and starts with settings that were checked; <paramref name="scripted"/> belongs to the service from here on.</summary>
    public static async Task<RunningService> StartAsync(
        IReadOnlyDictionary<string, string?> settings, ServiceForm form, ScriptedCodex? scripted, CancellationToken cancellationToken)
    {
        WebApplication? app = null;
        try
        {
            app = ServiceHost.Build(settings, form);
            await ServiceRun.StartAsync(app, cancellationToken);
            return new RunningService(app, form, scripted);
        }
        catch
        {
            await EndAsync(app, scripted);
            throw;
        }
    }

    /// <inheritdoc cref="ServiceRun.WaitForStopAsync"/>
    public Task<bool> WaitForStopAsync() => ServiceRun.WaitForStopAsync(app);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync() => await EndAsync(app, scripted);

    private static async Task EndAsync(WebApplication? app, ScriptedCodex? scripted)
    {
        if (app is not null)
        {
            // Told before the drain begins, as a signal tells it. Stopping twice is no harm: the second one finds nothing to do.
            app.Lifetime.StopApplication();
            await app.StopAsync();
            await app.DisposeAsync();
        }

        if (scripted is not null)
        {
            await scripted.DisposeAsync();
        }
    }
}
