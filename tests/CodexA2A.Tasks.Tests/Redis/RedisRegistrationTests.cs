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
