using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using CodexA2A.Tasks.Redis;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using StackExchange.Redis;

namespace CodexA2A.Tasks.Tests.Redis;

/// <summary>What the seam over Redis measures of itself and of the fleet: house is kept on a Redis of its own.</summary>
public sealed class RedisMetricsTests : OwnRedis
{
    // Longer than a lease.
    private static readonly TimeSpan Late = TimeSpan.FromSeconds(3);

    private readonly ConcurrentDictionary<string, double> _told = new();
    private readonly FakeTimeProvider _time = new(DateTimeOffset.UtcNow);

    protected override TimeSpan LeaseTime => TimeSpan.FromSeconds(2);

    [Fact]
    public async Task Each_instrument_tells_what_happened()
    {
        await using var process = await OpenAsync();
        using var meters = Listen(process.Inner.Telemetry.Meter);
        var turn = await SharedTurn.BeginAsync(process.Queue, process);
        await using var follow = Follow(process, turn, EventId.First);
        Assert.True(await follow.MoveNextAsync());
        Assert.DoesNotContain("codexa2a.seam.event.sent.age", _told.Keys);
        var next = follow.MoveNextAsync().AsTask();
        Assert.Equal(AppendStatus.Gap, (await process.Log.AppendAsync(turn.Lease, turn.Append(9, "x"), Stop)).Status);
        Assert.Equal(AppendStatus.Fenced, (await process.Log.AppendAsync(turn.Lease with { Epoch = 1 }, turn.Append(3) with { Done = 1 }, Stop)).Status);
        await process.Log.AppendAsync(turn.Lease, turn.Append(3, "x"), Stop);
        Assert.True(await next);
        await process.Queue.RenewAsync(SharedTurn.Runner1, [turn.Lease], Stop);
        await using (var lost = Follow(process, turn, new EventId(1, 99)))
        {
            Assert.True(await lost.MoveNextAsync());
        }

        meters.RecordObservableInstruments();
        Assert.InRange(_told["codexa2a.seam.event.age"], 0, 60);
        Assert.InRange(_told["codexa2a.seam.event.sent.age"], 0, 60);
        Assert.InRange(_told["codexa2a.seam.renew.duration"], double.Epsilon, 60);
        Assert.Equal(1, _told["codexa2a.seam.followers"]);
        Assert.Equal((1, 1, 1), (_told["codexa2a.seam.fenced"], _told["codexa2a.seam.gaps"], _told["codexa2a.seam.resyncs"]));
        // Of the fleet nobody knows anything before house was kept.
        Assert.DoesNotContain(_told.Keys, name => name.Contains("ready", StringComparison.Ordinal) || name.Contains("overdue", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Whoever_keeps_house_measures_the_fleet_and_the_others_tell_the_same()
    {
        await using var one = await HostAsync();
        await using var other = await HostAsync();
        var queue = new RedisTurnQueue(one);
        // A runner died with a turn begun and a message behind it, and three sessions wait.
        var submission = SharedTurn.Submission(queue);
        await queue.SubmitAsync(submission, Stop);
        var lease = (await queue.TryClaimAsync(SharedTurn.Runner1, Stop))!;
        await new RedisTaskLog(one).AppendAsync(lease, new TaskAppend(submission.Task.Id, []) { Begun = 1 }, Stop);
        foreach (var context in (string[])["ctx", "waits-1", "waits-2", "waits-3"])
        {
            await queue.SubmitAsync(SharedTurn.Submission(queue, context), Stop);
        }

        _time.Advance(Late);
        using var meters = Listen(one.Seam.Telemetry.Meter);
        await UntilToldAsync(meters);
        var first = _told.ToDictionary();
        _told.Clear();
        using var more = Listen(other.Seam.Telemetry.Meter);
        await UntilToldAsync(more);

        Assert.Equal((3, 1, 5), (first["codexa2a.seam.ready"], first["codexa2a.seam.leases.overdue"], first["codexa2a.seam.queue.length"]));
        foreach (var age in (string[])["codexa2a.seam.ready.age", "codexa2a.seam.command.age"])
        {
            Assert.True(first[age] >= Late.TotalSeconds - 1, $"{age} {first[age]}");
        }

        Assert.Equal(first["codexa2a.seam.queue.length"], _told["codexa2a.seam.queue.length"]);
    }

    [Fact]
    public async Task House_is_kept_also_where_the_clock_was_set_back_and_the_note_about_it_lasts_an_hour()
    {
        await (await AdminAsync()).Multiplexer.GetDatabase().StringSetAsync(Prefix + "sweep", "1", TimeSpan.FromHours(1));
        await using var host = await HostAsync();
        using var meters = Listen(host.Seam.Telemetry.Meter);

        await UntilToldAsync(meters);

        Assert.Equal(0, _told["codexa2a.seam.ready"]);
    }

    private MeterListener Listen(Meter meter)
    {
        var listener = new MeterListener
        {
            InstrumentPublished = (instrument, listening) =>
            {
                if (instrument.Meter == meter)
                {
                    listening.EnableMeasurementEvents(instrument);
                }
            },
        };
        listener.SetMeasurementEventCallback<double>((instrument, value, _, _) => _told[instrument.Name] = value);
        listener.SetMeasurementEventCallback<long>((instrument, value, _, _) => _told.AddOrUpdate(instrument.Name, value, (_, sum) => sum + value));
        listener.SetMeasurementEventCallback<int>((instrument, value, _, _) => _told.AddOrUpdate(instrument.Name, value, (_, sum) => sum + value));
        listener.Start();
        return listener;
    }

    private async Task UntilToldAsync(MeterListener meters)
    {
        while (!_told.ContainsKey("codexa2a.seam.ready"))
        {
            _time.Advance(TimeSpan.FromSeconds(1));
            await Task.Yield();
            Stop.ThrowIfCancellationRequested();
            meters.RecordObservableInstruments();
        }
    }

    private async Task<RedisSeamHost> HostAsync()
    {
        var host = new RedisSeamHost(
            new RedisConnectionSettings(() => ConfigurationOptions.Parse(Server.ConnectionString)),
            Options.Create(new RedisSeamOptions { KeyPrefix = Prefix }),
            Options.Create(new SeamOptions { LeaseTime = LeaseTime }),
            _time,
            NullLogger<RedisSeamHost>.Instance)
        {
            Clock = _time,
        };
        await host.StartingAsync(Stop);
        return host;
    }
}
