using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Text.Json.Nodes;
using CodexA2A.Runner.AppServer;
using CodexA2A.Runner.AppServer.Protocol;
using CodexA2A.Runner.Mapping;
using CodexA2A.Runner.Telemetry;
using CodexA2A.Runner.Tests.AppServer;
using CodexA2A.ServiceDefaults.Telemetry;
using CodexA2A.Tasks;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;

namespace CodexA2A.Runner.Tests.Telemetry;

public sealed class TurnTraceTests : IDisposable
{
    private const string TraceParent = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
    private static readonly Owner Alice = new("", "alice");

    private readonly FakeTimeProvider _time = new();
    private readonly TestMeters _meters = new();
    private readonly List<Activity> _ended = [];
    private readonly Dictionary<string, double> _measured = [];
    private readonly ActivityListener _spans;
    private readonly MeterListener _listener = new();
    private readonly TurnTelemetry _telemetry;

    public TurnTraceTests()
    {
        // Of all turns in this process, only those of this test.
        var trace = ActivityTraceId.CreateFromString("0af7651916cd43dd8448eb211c80319c");
        _spans = new ActivityListener
        {
            // By its name: it may be made only now.
            ShouldListenTo = source => source.Name == AppServerMetrics.MeterName,
            Sample = (ref ActivityCreationOptions<ActivityContext> options) => options.Parent.TraceId == trace ? ActivitySamplingResult.AllDataAndRecorded : ActivitySamplingResult.None,
            ActivityStopped = _ended.Add,
        };
        ActivitySource.AddActivityListener(_spans);
        _telemetry = new TurnTelemetry(_meters, Options.Create(new TelemetryOptions()), _time);
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Meter.Scope == (object)_meters)
            {
                listener.EnableMeasurementEvents(instrument);
            }
        };
        _listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Measured(instrument, value, tags));
        _listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Measured(instrument, value, tags));
        _listener.Start();
    }

    [Fact]
    public void A_turn_that_lasts_for_hours_is_told_in_pieces_that_are_linked()
    {
        using (var trace = Begin())
        {
            for (var hour = 0; hour < 3; hour++)
            {
                _time.Advance(TimeSpan.FromMinutes(61));
                trace.Saw(new TurnObservation(ObservedKind.Delta));
            }
        }

        var pieces = _ended.Where(span => span.OperationName == "invoke_agent Codex").ToList();
        Assert.Equal(4, pieces.Count);
        Assert.All(pieces, piece => Assert.Equal("b7ad6b7169203331", piece.ParentSpanId.ToHexString()));
        Assert.All(pieces, piece => Assert.Equal("t", piece.GetTagItem("a2a.task.id")));
        Assert.Equal(pieces.SkipLast(1).Select(piece => piece.Context), pieces.Skip(1).Select(piece => piece.Links.Single().Context));
        Assert.All(pieces.SkipLast(1), piece => Assert.Equal(TimeSpan.FromMinutes(61), piece.Duration));
    }

    [Fact]
    public async Task What_a_turn_does_after_an_hour_is_part_of_the_piece_of_now()
    {
        using var trace = Begin();
        var first = Activity.Current;
        // Deeper in the flow than the loop, whose own current span stays what it was.
        await SeeAsync();
        Assert.Same(first, Activity.Current);
        Assert.True(first!.IsStopped);

        trace.Enter();
        Assert.Equal(first.Context, Assert.Single(Activity.Current!.Links).Context);
        trace.Saw(Observe(new ItemStartedNotification(new CommandExecutionItem("x", Status: "inProgress") { Id = "c" })));
        Assert.Equal("invoke_agent Codex", Activity.Current?.OperationName);

        async Task SeeAsync()
        {
            _time.Advance(TimeSpan.FromMinutes(61));
            trace.Saw(Observe(new ItemStartedNotification(new CommandExecutionItem("x", Status: "inProgress") { Id = "a" })));
            Assert.NotEqual("execute_tool shell", Activity.Current?.OperationName);
            await Task.Yield();
        }
    }

    [Fact]
    public void A_tool_is_a_span_below_its_turn_and_says_how_it_failed()
    {
        using (var trace = Begin())
        {
            trace.Saw(Observe(new ItemStartedNotification(new CommandExecutionItem("cat secret", Status: "inProgress") { Id = "c" })));
            _time.Advance(TimeSpan.FromSeconds(5));
            Assert.NotEqual("execute_tool shell", Activity.Current?.OperationName);
            trace.Saw(Observe(new ItemCompletedNotification(new CommandExecutionItem("cat secret", Status: "failed", ExitCode: 3) { Id = "c" })));
        }

        var (tool, turn) = (Span("execute_tool shell"), Span("invoke_agent Codex"));
        Assert.Equal((turn.SpanId, TimeSpan.FromSeconds(5)), (tool.ParentSpanId, tool.Duration));
        Assert.Equal((ActivityStatusCode.Error, "failed", 3), (tool.Status, tool.GetTagItem("error.type"), tool.GetTagItem("process.exit.code")));
        Assert.DoesNotContain(tool.TagObjects, tag => tag.Value is string text && text.Contains("secret", StringComparison.Ordinal));
    }

    [Fact]
    public void A_turn_that_is_lost_closes_what_it_has_open()
    {
        using (var trace = Begin())
        {
            trace.Saw(Observe(new ItemStartedNotification(new FileChangeItem([]) { Id = "p" })));
            trace.Asked(Question());
        }

        Assert.Equal("abandoned", Span("execute_tool apply_patch").GetTagItem("error.type"));
        Assert.Equal("abandoned", Span("wait for answer").GetTagItem("error.type"));
        Assert.Equal("lost", Span("invoke_agent Codex").GetTagItem("a2a.turn.left"));
        Assert.Equal(0, _measured["a2a.interrupts.waiting a2a.interrupt.type=permission"]);
        Assert.Equal(0, _measured["a2a.turns.running"]);
        Assert.Equal(1, _measured["a2a.turns.left reason=lost"]);
        Assert.Null(Activity.Current);
    }

    [Fact]
    public void Waits_and_first_words_are_measured_from_the_message()
    {
        using (var trace = Begin(waited: TimeSpan.FromSeconds(7)))
        {
            _time.Advance(TimeSpan.FromSeconds(2));
            trace.Saw(new TurnObservation(ObservedKind.TextDelta));
            trace.Saw(new TurnObservation(ObservedKind.TextDelta));
            var error = new JsonObject { ["codex"] = new JsonObject { ["error"] = new JsonObject { ["code"] = "USAGE_LIMIT_EXCEEDED" } } };
            trace.Ended(new AgentTask { Id = "t", ContextId = "c", Status = new TaskStatus { State = TaskState.Failed }, Metadata = error }, null);
        }

        Assert.Equal(7, _measured["a2a.turn.queue_wait"]);
        Assert.Equal(2, _measured["a2a.turn.first_text"]);
        Assert.Equal(2, _measured["a2a.turn.deltas"]);
        Assert.Equal(1, _measured["a2a.turns a2a.task.state=failed,error.type=USAGE_LIMIT_EXCEEDED"]);
        Assert.Equal(TimeSpan.FromSeconds(7), Span("seam claim").Duration);
    }

    [Fact]
    public void A_message_of_a_clock_that_is_ahead_has_not_waited()
    {
        Begin(waited: TimeSpan.FromSeconds(-3)).Dispose();
        Assert.Equal(0, _measured["a2a.turn.queue_wait"]);
        // A span lasts a tick at least.
        Assert.Equal(TimeSpan.FromTicks(1), Span("seam claim").Duration);
    }

    public void Dispose()
    {
        _listener.Dispose();
        _spans.Dispose();
        _telemetry.Dispose();
        _meters.Dispose();
    }

    private static TurnObservation Observe(Notification notification) => TurnObservation.Read(notification);

    private Activity Span(string name) => Assert.Single(_ended, span => span.OperationName == name);

    private TurnTrace Begin(TimeSpan waited = default)
    {
        var run = new RunTurn
        {
            TaskId = "t",
            Owner = Alice,
            TraceParent = TraceParent,
            SubmitId = "s",
            Request = new SendMessageRequest { Message = new Message { MessageId = "m", Role = Role.User, Parts = [new Part { Text = "hello" }] } },
            AcceptedAt = _time.GetUtcNow() - waited,
        };
        return _telemetry.Begin(run, new SessionLease(SessionId.Create(Alice, "c"), Alice, "c", "r", 1), recovered: false, source: null);
    }

    private Interrupt Question() => new()
    {
        Id = "int_1",
        TaskId = "t",
        ContextId = "c",
        Owner = Alice,
        Type = "permission",
        Details = [],
        Epoch = 1,
        AskedAt = _time.GetUtcNow(),
        Deadline = _time.GetUtcNow(),
    };

    private void Measured(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var key = string.Join(' ', [instrument.Name, .. tags.Length == 0 ? Array.Empty<string>() : [string.Join(',', tags.ToArray().Select(tag => $"{tag.Key}={tag.Value}"))]]);
        _measured[key] = _measured.GetValueOrDefault(key) + value;
    }
}
