using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace CodexA2A.Tasks;

/// <summary>What the seam tells about itself, under the name <see cref="Name"/>.</summary>
internal sealed class SeamTelemetry : IDisposable
{
    /// <summary>The name of the source and of the meter; ServiceDefaults lists it.</summary>
    public const string Name = "CodexA2A.Tasks";

    /// <summary>Spans of what callers wait for.</summary>
    public static readonly ActivitySource Source = new(Name);

    /// <summary>Marks the span of what failed; never true, so that a filter can say it in passing.</summary>
    public static bool Failed(Activity? activity, Exception exception)
    {
        activity?.SetTag("error.type", exception.GetType().Name).SetStatus(ActivityStatusCode.Error);
        return false;
    }

    /// <summary>Begins the span of an append, unless it only brings more of what is streamed: of that there may be forty a second, for hours.</summary>
    public static Activity? Append(TaskAppend append) =>
        IsStep(append) && Activity.Current is not null ? Source.StartActivity("seam append") : null;

    /// <summary>True when an append is a step of its turn (a state, a begin, a binding, a question, the end).</summary>
    public static bool IsStep(TaskAppend append) =>
        append is not { Begun: null, Done: null, Binding: null, Opened.Count: 0, Closed.Count: 0 } || append.Events.Any(entry => entry.State is not null);

    private readonly Meter _meter = new(Name);
    private readonly Histogram<double> _eventAge;
    private readonly Histogram<double> _commitTime;
    private readonly UpDownCounter<int> _followers;

    public SeamTelemetry(Func<int> queueLength)
    {
        _eventAge = _meter.CreateHistogram<double>("codexa2a.seam.event.age", "s", "From the writing of an event to its being visible to readers.");
        _commitTime = _meter.CreateHistogram<double>("codexa2a.seam.commit.duration", "s", "One transaction of the store.");
        _followers = _meter.CreateUpDownCounter<int>("codexa2a.seam.followers", "{follower}", "Readers that follow a task's log now.");
        _meter.CreateObservableGauge("codexa2a.seam.queue.length", queueLength, "{command}", "Commands that are not finished.");
    }

    /// <summary>An event became visible.</summary>
    public void Published(TimeSpan age) => _eventAge.Record(age.TotalSeconds);

    /// <summary>A transaction ended.</summary>
    public void Committed(TimeSpan took) => _commitTime.Record(took.TotalSeconds);

    /// <summary>A reader came (1) or went (-1).</summary>
    public void Followers(int change) => _followers.Add(change);

    /// <inheritdoc />
    public void Dispose() => _meter.Dispose();
}
