using System.Diagnostics.Metrics;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;

namespace CodexA2A.Tasks.Tests.InProcess;

/// <summary>The seam inside a host.</summary>
public sealed class RegistrationTests : IDisposable
{
    private readonly TestFolder _folder = new();
    private readonly FakeTimeProvider _time = new(DateTimeOffset.UtcNow);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task It_opens_before_other_services_start_and_closes_after_they_stopped()
    {
        var user = new User();
        using (var host = Build(services => services.AddSingleton<IHostedService>(provider => user.With(provider))))
        {
            user.With(host.Services);
            await Assert.ThrowsAsync<SeamUnavailableException>(user.CountAsync);
            await host.StartAsync(Stop);
            await host.StopAsync(Stop);
        }

        Assert.Equal((0, 0), (user.AtStart, user.AtStop));
        using var again = Build();
        await again.StartAsync(Stop);
        await again.StopAsync(Stop);
    }

    [Fact]
    public async Task It_keeps_house_by_itself_and_tells_what_it_does()
    {
        using var meters = new MeterListener();
        var told = new System.Collections.Concurrent.ConcurrentDictionary<string, int>();
        meters.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Meter.Name == "CodexA2A.Tasks")
            {
                listener.EnableMeasurementEvents(instrument);
            }
        };
        meters.SetMeasurementEventCallback<double>((instrument, _, _, _) => told.AddOrUpdate(instrument.Name, 1, (_, count) => count + 1));
        meters.SetMeasurementEventCallback<int>((instrument, _, _, _) => told.AddOrUpdate(instrument.Name, 1, (_, count) => count + 1));
        meters.Start();
        using var host = Build();
        await host.StartAsync(Stop);
        var (log, queue) = (host.Services.GetRequiredService<ITaskLog>(), host.Services.GetRequiredService<ITurnQueue>());
        var submission = HostedTurn.Submission(_time);
        await queue.SubmitAsync(submission, Stop);
        var lease = (await queue.TryClaimAsync(new RunnerIdentity("runner", "home"), Stop))!;
        await log.AppendAsync(lease, new TaskAppend(submission.Task.Id, []) { Begun = 1, Opened = [HostedTurn.Ask(submission, lease, _time)] }, Stop);
        await using var commands = queue.ReadCommandsAsync(lease, 1, Stop).GetAsyncEnumerator(Stop);
        var next = commands.MoveNextAsync().AsTask();
        await using var follow = log.FollowAsync(submission.Owner, submission.Task.Id, EventId.None, Stop).GetAsyncEnumerator(Stop);
        Assert.True(await follow.MoveNextAsync());

        _time.Advance(TimeSpan.FromHours(1) + TimeSpan.FromSeconds(6));

        Assert.True(await next);
        Assert.IsType<ExpireInterrupt>(commands.Current.Command);
        meters.RecordObservableInstruments();
        Assert.Superset(
            new HashSet<string> { "codexa2a.seam.event.age", "codexa2a.seam.commit.duration", "codexa2a.seam.followers", "codexa2a.seam.queue.length" },
            told.Keys.ToHashSet());
        await host.StopAsync(Stop);
    }

    [Fact]
    public async Task A_directory_in_use_stops_the_start()
    {
        using var first = Build();
        await first.StartAsync(Stop);
        using var second = Build();

        await Assert.ThrowsAsync<SeamUnavailableException>(() => second.StartAsync(Stop));
        await first.StopAsync(Stop);
    }

    [Fact]
    public void Its_settings_come_from_the_configuration()
    {
        using var host = Build(settings: new() { ["A2A:Seam:LeaseTime"] = "00:00:03", ["A2A:Seam:SnapshotEvents"] = "17" });

        var seam = host.Services.GetRequiredService<IOptions<SeamOptions>>().Value;

        Assert.Equal((TimeSpan.FromSeconds(3), 17, 10_000), (seam.LeaseTime, seam.SnapshotEvents, seam.RunningEvents));
        var writing = TaskWriterOptions.From(seam);
        Assert.Equal((seam.LeaseTime, 17, seam.SnapshotBytes), (writing.LeaseTime, writing.SnapshotEvents, writing.SnapshotBytes));
    }

    [Theory]
    [InlineData("LeaseTime", "00:00:01", "A2A:Seam:LeaseTime must be between 00:00:02 and 00:10:00.")]
    [InlineData("TaskRetention", "00:00:00", "A2A:Seam:TaskRetention must be between 00:00:01 and 3650.00:00:00 (days.hours:minutes:seconds).")]
    [InlineData("RunningEvents", "99", "A2A:Seam:RunningEvents must be between 100 and 1000000.")]
    [InlineData("SnapshotBytes", "1", "A2A:Seam:SnapshotBytes must be between 4096 (4 KiB) and 16777216 (16 MiB).")]
    public async Task A_wrong_setting_ends_the_start_and_says_what_is_right(string setting, string value, string message)
    {
        using var host = Build(settings: new() { [$"A2A:Seam:{setting}"] = value });

        var refused = await Assert.ThrowsAsync<OptionsValidationException>(() => host.StartAsync(Stop));

        Assert.EndsWith(message, Assert.Single(refused.Failures), StringComparison.Ordinal);
    }

    public void Dispose() => _folder.Dispose();

    private IHost Build(Action<IServiceCollection>? more = null, Dictionary<string, string?>? settings = null)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Configuration.AddInMemoryCollection(settings ?? []);
        more?.Invoke(builder.Services);
        builder.Services.AddSingleton<TimeProvider>(_time);
        builder.Services.AddInProcessSeam(_folder.Path);
        return builder.Build();
    }

    /// <summary>A service that was registered before the seam and uses it when it starts and stops.</summary>
    private sealed class User : IHostedService
    {
        private ITaskLog? _log;

        public int AtStart { get; private set; } = -1;

        public int AtStop { get; private set; } = -1;

        public User With(IServiceProvider services)
        {
            _log = services.GetRequiredService<ITaskLog>();
            return this;
        }

        public async Task StartAsync(CancellationToken cancellationToken) => AtStart = await CountAsync();

        public async Task StopAsync(CancellationToken cancellationToken) => AtStop = await CountAsync();

        public async Task<int> CountAsync() => (await _log!.ListAsync(new Owner("", "nobody"), new TaskListQuery(1), Stop)).Total;
    }
}
