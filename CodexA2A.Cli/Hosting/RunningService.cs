using System.Net.Sockets;
using CodexA2A.Api.Cards;
using CodexA2A.Api.Hosting;
using CodexA2A.Runner.Management;
using CodexA2A.ServiceDefaults.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.Options;

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
            await app.StartAsync(cancellationToken);
            return new RunningService(app, form, scripted);
        }
        catch (SocketException e) when (app is not null)
        {
            // What the system says of an address does not name it.
            var inputs = form.HasApi
                ? app.Services.GetRequiredService<IOptions<A2AOptions>>().Value.Inputs(app.Configuration)
                : app.Services.GetRequiredService<IOptions<ManagementOptions>>().Value.Inputs(app.Configuration);
            var addresses = string.Join(", ", BindAddresses.Resolve(inputs).Addresses);
            await EndAsync(app, scripted);
            throw new IOException($"The service cannot listen on {addresses}: {e.Message}.", e);
        }
        catch
        {
            await EndAsync(app, scripted);
            throw;
        }
    }

    /// <summary>Waits until somebody asks the process to stop, and stops. False when not everything ended in the time that a stop has.</summary>
    public async Task<bool> WaitForStopAsync()
    {
        try
        {
            await app.WaitForShutdownAsync();
            return true;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

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
