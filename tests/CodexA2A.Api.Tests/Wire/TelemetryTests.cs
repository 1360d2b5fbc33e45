using System.Diagnostics.Metrics;
using CodexA2A.Api.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace CodexA2A.Api.Tests.Wire;

public sealed class TelemetryTests
{
    [Fact]
    public async Task Requests_streams_and_the_age_of_events_are_measured()
    {
        await using var host = await ApiHost.StartAsync();
        var factory = host.Services.GetRequiredService<IMeterFactory>();
        var measured = new List<string>();
        using var listener = new MeterListener
        {
            InstrumentPublished = (instrument, self) =>
            {
                if (instrument.Meter.Scope == factory && instrument.Meter.Name == "CodexA2A.Api") self.EnableMeasurementEvents(instrument);
            },
        };
        listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Add($"{instrument.Name} {value} {string.Join(' ', tags.ToArray().Select(tag => tag.Value))}"));
        listener.SetMeasurementEventCallback<double>((instrument, value, _, _) => Add(value >= 0 ? instrument.Name : "negative"));
        listener.Start();

        await host.CompletedAsync();
        await host.CallAsync(Call.Get("unknown"), Binding.Rest);
        await host.CallAsync(new Call("made-up-by-the-client", []));
        await using (var stream = await host.OpenAsync(Call.Stream("x")))
        {
            await stream.NextEventAsync();
            Assert.Contains("a2a.streams.open 1 ", Measured());
            await using var turn = await host.Runner.ClaimAsync();
            await turn.CompleteAsync();
            await stream.RestAsync();
        }

        Assert.Contains("a2a.requests 1 SendMessage jsonrpc ok", Measured());
        Assert.Contains("a2a.requests 1 GetTask rest TASK_NOT_FOUND", Measured());
        Assert.Contains("a2a.requests 1 unknown jsonrpc METHOD_NOT_FOUND", Measured());
        Assert.Contains("a2a.event.age", Measured());

        void Add(string text)
        {
            lock (measured) measured.Add(text);
        }

        string[] Measured()
        {
            lock (measured) return [.. measured];
        }
    }
}
