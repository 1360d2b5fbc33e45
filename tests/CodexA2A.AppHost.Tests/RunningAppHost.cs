using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Testing;
using CodexA2A.AppHost.Settings;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace CodexA2A.AppHost.Tests;

/// <summary>The whole AppHost at work: a redis-server of this machine, the scripted model, the pinned Codex.</summary>
public sealed class RunningAppHost : IAsyncLifetime
{
    /// <summary>The collection of the tests that start one.</summary>
    public const string OneAtATime = "A whole AppHost";

    /// <summary>How the pid of a process stands in a resource's snapshot.</summary>
    private const string Pid = "executable.pid";

    private static readonly TimeSpan StartLimit = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    private readonly HttpClient _http = new();
    private readonly DirectoryInfo _data = Directory.CreateTempSubdirectory("codex-a2a-apphost-");
    private IDistributedApplicationTestingBuilder? _builder;
    private DistributedApplication? _app;

    public DistributedApplication App => _app!;

    public async ValueTask InitializeAsync()
    {
        using var limit = new CancellationTokenSource(StartLimit);
        _builder = await DistributedApplicationTestingBuilder.CreateAsync<Projects.CodexA2A_AppHost>(
            [.. Model.Fixed, $"--AppHost:DataDirectory={_data.FullName}", .. PinnedCodex()], limit.Token);
        _app = await _builder.BuildAsync(limit.Token);
        await _app.StartAsync(limit.Token);
        await _app.ResourceNotifications.WaitForResourceHealthyAsync(ResourceNames.Api, limit.Token);
        await _app.ResourceNotifications.WaitForResourceHealthyAsync(ResourceNames.Runner, limit.Token);
    }

    internal AgentClient Client() => new(App.CreateHttpClient(ResourceNames.Api, ResourceNames.Http), Model.ApiToken);

    /// <summary>The ids of the replicas that run.</summary>
    public async Task<IReadOnlyList<string>> ReplicasAsync(string name, int count, CancellationToken cancellationToken)
    {
        var ids = new HashSet<string>(StringComparer.Ordinal);
        await App.ResourceNotifications.WaitForResourceAsync(
            name, seen => IsHealthy(seen) && ids.Add(seen.ResourceId) && ids.Count == count, cancellationToken);
        return [.. ids];
    }

    /// <summary>The runner that has a turn.</summary>
    public async Task<string> WorkingRunnerAsync(CancellationToken cancellationToken)
    {
        var ids = await ReplicasAsync(ResourceNames.Runner, Fleet.Runners, cancellationToken);
        using var again = new PeriodicTimer(Pause);
        while (true)
        {
            foreach (var id in ids)
            {
                if ((string?)(await HealthAsync(id, cancellationToken))?["checks"]?["draining"]?["sessions"] is { } sessions and not "0")
                {
                    return id;
                }
            }

            await again.WaitForNextTickAsync(cancellationToken);
        }
    }

    /// <summary>The process of a replica.</summary>
    public int PidOf(string id) =>
        Convert.ToInt32(Assert.Single(Snapshot(id).Properties, property => property.Name == Pid).Value, CultureInfo.InvariantCulture);

    /// <summary>Ends a replica as a crash would, with what it started.</summary>
    public async Task KillAsync(string name, string id, CancellationToken cancellationToken)
    {
        using (var process = Process.GetProcessById(PidOf(id)))
        {
            process.Kill(entireProcessTree: true);
        }

        await App.ResourceNotifications.WaitForResourceAsync(
            name, seen => seen.ResourceId == id && seen.Snapshot.State is { } now && KnownResourceStates.TerminalStates.Contains(now.Text), cancellationToken);
    }

    /// <summary>Starts a runner that has ended, and returns when it listens.</summary>
    public async Task StartAgainAsync(string id, CancellationToken cancellationToken)
    {
        Assert.True((await RunAsync(id, KnownResourceCommands.StartCommand, cancellationToken)).Success);
        await App.ResourceNotifications.WaitForResourceAsync(ResourceNames.Runner, seen => seen.ResourceId == id && IsHealthy(seen), cancellationToken);
        // Whether it is healthy is asked of the resource, where another replica may have answered.
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(TimeSpan.FromMinutes(2));
        using var again = new PeriodicTimer(Pause);
        while (await HealthAsync(id, limit.Token) is null)
        {
            await again.WaitForNextTickAsync(limit.Token);
        }
    }

    /// <summary>Gives a command to one replica.</summary>
    public Task<ExecuteCommandResult> RunAsync(string id, string command, CancellationToken cancellationToken) =>
        App.Services.GetRequiredService<ResourceCommandService>().ExecuteCommandAsync(id, command, cancellationToken);

    public async ValueTask DisposeAsync()
    {
        if (_app is not null)
        {
            await _app.StopAsync();
            await _app.DisposeAsync();
        }

        if (_builder is not null)
        {
            await _builder.DisposeAsync();
        }

        _http.Dispose();
        _data.Delete(recursive: true);
    }

    /// <summary>What the dashboard shows of a replica.</summary>
    public CustomResourceSnapshot Snapshot(string id)
    {
        Assert.True(App.ResourceNotifications.TryGetCurrentState(id, out var state));
        return state!.Snapshot;
    }

    /// <summary>What a runner says of itself, ready or not; null while it does not listen.</summary>
    private async Task<JsonNode?> HealthAsync(string id, CancellationToken cancellationToken)
    {
        var address = ReplicaAddress.Of(Snapshot(id).EnvironmentVariables.FirstOrDefault(variable => variable.Name == "ASPNETCORE_URLS")?.Value);
        Assert.NotNull(address);
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(address, "health"));
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", Model.ManagementToken);
        try
        {
            using var answer = await _http.SendAsync(request, cancellationToken);
            return JsonNode.Parse(await answer.Content.ReadAsStringAsync(cancellationToken));
        }
        catch (HttpRequestException)
        {
            return null;
        }
    }

    private static bool IsHealthy(ResourceEvent seen) =>
        seen.Snapshot.State?.Text == KnownResourceStates.Running && seen.Snapshot.HealthStatus == HealthStatus.Healthy;

    /// <summary>The Codex that test.sh installed, where it did; else the runner finds one, as a user's does.</summary>
    private static string[] PinnedCodex()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var codex = Path.Combine(folder.FullName, "tests", "codex", "node_modules", ".bin", "codex");
            if (File.Exists(codex))
            {
                return [$"--Codex:Executable={codex}"];
            }
        }

        return [];
    }
}
