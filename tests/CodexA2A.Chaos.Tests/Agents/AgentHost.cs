using CodexA2A.Chaos.Tests.Agents.Control;
using CodexA2A.Chaos.Tests.Ledgers;
using CodexA2A.Tasks;
using CodexA2A.Tasks.Redis;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace CodexA2A.Chaos.Tests.Agents;

/// <summary>The second mode of this program: a runner on the public seam whose turns need no Codex.</summary>
internal static class AgentHost
{
    public const string Argument = "agent";

    /// <summary>Works until its standard input ends: when it is asked to stop, and when whoever started it is gone.</summary>
    public static async Task<int> RunAsync(string[] args)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Configuration.AddCommandLine(args);
        builder.Services.AddRedisSeam();
        using var host = builder.Build();
        await host.StartAsync();

        var settings = AgentSettings.From(builder.Configuration);
        using var notes = new AgentNotes(settings.Folder, settings.Id);
        var (log, queue) = (host.Services.GetRequiredService<ITaskLog>(), host.Services.GetRequiredService<ITurnQueue>());
        await using var control = settings.Fenced ? null : await UnfencedSeam.OpenAsync(host.Services, log, queue);
        var worker = new AgentWorker(
            new CountingLog(control?.Log ?? log, notes), control?.Queue ?? queue, host.Services.GetRequiredService<IOptions<SeamOptions>>().Value, settings, notes);
        using var stopping = new CancellationTokenSource();
        var working = worker.RunAsync(stopping.Token);
        await Console.OpenStandardInput().CopyToAsync(Stream.Null);
        await stopping.CancelAsync();
        await working;
        await host.StopAsync();
        return 0;
    }
}
