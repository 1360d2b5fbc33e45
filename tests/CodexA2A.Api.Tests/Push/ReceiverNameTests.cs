using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Net;
using System.Text.Json.Nodes;
using CodexA2A.Api.Outbound;
using CodexA2A.Api.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace CodexA2A.Api.Tests.Push;

/// <summary>The names of receivers stay with their owners.</summary>
public sealed class ReceiverNameTests
{
    [Fact]
    public async Task A_delivery_is_in_no_span_and_in_no_metric_that_is_heard()
    {
        var name = $"receiver-{Guid.NewGuid():N}.example";
        ConcurrentQueue<string> heard = [];
        ConcurrentQueue<string> unheard = [];
        using var spans = new ActivityListener
        {
            // What TelemetryDefaults listens to.
            ShouldListenTo = source => source.Name is "System.Net.Http" or "Microsoft.AspNetCore" || source.Name.StartsWith("CodexA2A.", StringComparison.Ordinal),
            Sample = (ref _) => ActivitySamplingResult.AllData,
            ActivityStopped = activity => Note(activity.Source.Name, activity.OperationName, activity.TagObjects),
        };
        ActivitySource.AddActivityListener(spans);
        using var meters = new MeterListener { InstrumentPublished = (instrument, listener) => listener.EnableMeasurementEvents(instrument) };
        meters.SetMeasurementEventCallback<double>((instrument, _, tags, _) => Note(instrument.Meter.Name, instrument.Name, tags.ToArray()));
        meters.SetMeasurementEventCallback<long>((instrument, _, tags, _) => Note(instrument.Meter.Name, instrument.Name, tags.ToArray()));
        meters.Start();
        await using var receiver = await Receiver.StartAsync();
        await using (var host = await ApiHost.StartAsync(
            new() { ["Push:AllowedHosts"] = name },
            services: services => services.AddSingleton<Resolve>((_, _) => Task.FromResult<IPAddress[]>([IPAddress.Loopback]))))
        {
            var url = receiver.Url.Replace("127.0.0.1", name, StringComparison.Ordinal);
            await host.CallAsync(Call.Send("hi").With(call => call["configuration"] = new JsonObject
            {
                ["returnImmediately"] = true,
                ["taskPushNotificationConfig"] = new JsonObject { ["url"] = url },
            }));
            Assert.Equal(name, (await receiver.NextAsync()).Headers["Host"].Split(':')[0]);
            // The first delivery has ended when the second comes.
            await using var turn = await host.Runner.ClaimAsync();
            await turn.WorkingAsync();
            await receiver.NextAsync();
        }

        Assert.Contains("http.client.request.duration", unheard);
        Assert.Empty(heard);

        void Note(string source, string what, IEnumerable<KeyValuePair<string, object?>> tags)
        {
            if (tags.Any(tag => tag.Value?.ToString()?.Contains(name, StringComparison.Ordinal) == true)) (source == UnheardMeters.Name ? unheard : heard).Enqueue(what);
        }
    }
}
