using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using CodexA2A.Tasks.Redis;
using CodexA2A.Tasks.Tests.InProcess;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using StackExchange.Redis;

namespace CodexA2A.Tasks.Tests.Redis;

/// <summary>The seam over Redis inside a host.</summary>
public sealed class RedisRegistrationTests(RedisServers servers)
{
    private readonly FakeTimeProvider _time = new(DateTimeOffset.UtcNow);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task It_opens_with_the_host_is_healthy_and_keeps_house_by_itself()
    {
        using var host = Build(await servers.SingleAsync());
        await Assert.ThrowsAsync<SeamUnavailableException>(() => Log(host).ListAsync(new Owner("", "nobody"), new TaskListQuery(1), Stop).AsTask());
        await host.StartAsync(Stop);
        var (log, queue) = (Log(host), host.Services.GetRequiredService<ITurnQueue>());
        var submission = SharedTurn.Submission(queue);
        await queue.SubmitAsync(submission, Stop);
        var lease = (await queue.TryClaimAsync(new RunnerIdentity("runner", "home"), Stop))!;
        var ask = HostedTurn.Ask(submission, lease, _time) with { Deadline = DateTimeOffset.UtcNow };
        var opened = await log.AppendAsync(lease, new TaskAppend(submission.Task.Id, []) { Begun = 1, Opened = [ask] }, Stop);
        Assert.Equal(AppendStatus.Ok, opened.Status);
        await using var commands = queue.ReadCommandsAsync(lease, 1, Stop).GetAsyncEnumerator(Stop);
        var next = commands.MoveNextAsync().AsTask();

        var report = await host.Services.GetRequiredService<HealthCheckService>().CheckHealthAsync(Stop);
        Assert.Equal(HealthStatus.Healthy, report.Entries["redis"].Status);
        while (!next.IsCompleted)
        {
            _time.Advance(TimeSpan.FromSeconds(6));
            await Task.Yield();
        }

        Assert.True(await next);
        Assert.IsType<ExpireInterrupt>(commands.Current.Command);
        await host.StopAsync(Stop);
        Assert.Equal(HealthStatus.Unhealthy, (await host.Services.GetRequiredService<HealthCheckService>().CheckHealthAsync(Stop)).Status);
    }

    [Fact]
    public async Task It_tells_what_it_does_and_how_far_runners_are_behind()
    {
        using var meters = new MeterListener();
        var told = new ConcurrentDictionary<string, double>();
        meters.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Meter.Name == "CodexA2A.Tasks")
            {
                listener.EnableMeasurementEvents(instrument);
            }
        };
        meters.SetMeasurementEventCallback<double>((instrument, value, _, _) => told.AddOrUpdate(instrument.Name, value, (_, most) => Math.Max(most, value)));
        meters.SetMeasurementEventCallback<long>((instrument, value, _, _) => told.AddOrUpdate(instrument.Name, value, (_, most) => Math.Max(most, value)));
        meters.SetMeasurementEventCallback<int>((instrument, value, _, _) => told.AddOrUpdate(instrument.Name, value, (_, most) => Math.Max(most, value)));
        meters.Start();
        await using var process = await SeamProcess.OpenAsync(await servers.SingleAsync(), "test-" + Guid.NewGuid().ToString("N") + ":");
        var turn = await SharedTurn.BeginAsync(process.Queue, process);
        await using var follow = process.Log.FollowAsync(SharedTurn.Owner, turn.Id, EventId.First, Stop).GetAsyncEnumerator(Stop);
        Assert.True(await follow.MoveNextAsync());
        var next = follow.MoveNextAsync().AsTask();
        Assert.Equal(AppendStatus.Gap, (await process.Log.AppendAsync(turn.Lease, turn.Append(9, "x"), Stop)).Status);
        Assert.Equal(AppendStatus.Fenced, (await process.Log.AppendAsync(turn.Lease with { Epoch = 1 }, turn.Append(3) with { Done = 1 }, Stop)).Status);
        await process.Log.AppendAsync(turn.Lease, turn.Append(3, "x"), Stop);
        Assert.True(await next);
        await process.Queue.RenewAsync(SharedTurn.Runner1, [turn.Lease], Stop);
        await foreach (var _ in process.Log.FollowAsync(SharedTurn.Owner, turn.Id, new EventId(1, 99), Stop))
        {
            break;
        }

        for (var i = 0; i < 3; i++)
        {
            await process.Queue.SubmitAsync(SharedTurn.Submission(process.Queue, "waits-" + i), Stop);
        }

        var lag = await LagCall.RunAsync(process.Inner, Stop);
        Assert.Equal((3, 0), (lag.Ready, lag.Overdue));
        Assert.True(lag.OldestReady >= TimeSpan.Zero);
        process.Inner.Telemetry.Behind(lag);
        meters.RecordObservableInstruments();

        Assert.Superset(
            new HashSet<string>
            {
                "codexa2a.seam.event.age", "codexa2a.seam.renew.duration", "codexa2a.seam.followers", "codexa2a.seam.fenced", "codexa2a.seam.gaps",
                "codexa2a.seam.resyncs", "codexa2a.seam.ready", "codexa2a.seam.ready.age", "codexa2a.seam.leases.overdue",
            },
            told.Keys.ToHashSet());
        Assert.True(told["codexa2a.seam.ready"] >= 3);
    }

    [Fact]
    public async Task A_connection_can_be_given_instead_of_a_string()
    {
        var server = await servers.SingleAsync();
        using var host = Build(null, _ => ConfigurationOptions.Parse(server));
        await host.StartAsync(Stop);

        Assert.Equal(0, (await Log(host).ListAsync(new Owner("", "nobody"), new TaskListQuery(1), Stop)).Total);
        await host.StopAsync(Stop);
    }

    [Theory]
    [InlineData(null, "ConnectionStrings:redis is missing")]
    [InlineData("redis.example", "Redis:AllowInsecure")]
    public async Task A_connection_that_will_not_do_ends_the_start(string? text, string says)
    {
        using var host = Build(text);

        var refused = await Assert.ThrowsAsync<OptionsValidationException>(() => host.StartAsync(Stop));

        Assert.Contains(says, Assert.Single(refused.Failures), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("KeyPrefix", "{x}", "Redis:KeyPrefix")]
    [InlineData("Partitions", "0", "Redis:Partitions must be between 1 and 100.")]
    public async Task A_wrong_setting_ends_the_start_and_says_what_is_right(string setting, string value, string says)
    {
        using var host = Build("localhost", settings: new() { [$"Redis:{setting}"] = value });

        var refused = await Assert.ThrowsAsync<OptionsValidationException>(() => host.StartAsync(Stop));

        Assert.Contains(says, Assert.Single(refused.Failures), StringComparison.Ordinal);
    }

    private static ITaskLog Log(IHost host) => host.Services.GetRequiredService<ITaskLog>();

    private IHost Build(string? connection, Func<IServiceProvider, ConfigurationOptions>? options = null, Dictionary<string, string?>? settings = null)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["ConnectionStrings:redis"] = connection,
            ["Redis:KeyPrefix"] = "test-" + Guid.NewGuid().ToString("N") + ":",
        });
        builder.Configuration.AddInMemoryCollection(settings ?? []);
        builder.Services.AddSingleton<TimeProvider>(_time);
        _ = options is null ? builder.Services.AddRedisSeam() : builder.Services.AddRedisSeam(options);
        return builder.Build();
    }
}
