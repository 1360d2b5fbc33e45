using System.Text.Json.Nodes;
using CodexA2A.Benchmarks.Harness;
using CodexA2A.Runner;
using CodexA2A.Runner.Mapping;
using CodexA2A.Runner.Turns;
using CodexA2A.Tasks;

namespace CodexA2A.Benchmarks.Workers;

/// <summary>In a runner's place: owns sessions by lease, renews them, and writes to their tasks at a given pace or as fast as it goes.</summary>
internal sealed class Producer(SeamAccess seam) : IWorker
{
    public const string Role = "producer";

    private readonly RunnerIdentity _runner = new("bench-runner", "bench-home");
    private readonly CancellationTokenSource _end = new();
    private List<OpenTask> _tasks = [];
    private Renewals? _renewals;
    private EventPen[] _pens = [];

    public async Task<JsonObject> DoAsync(string what, JsonObject how, CancellationToken cancellationToken)
    {
        int Number(string name) => (int)how[name]!;
        TimeSpan Seconds() => TimeSpan.FromSeconds((double)how["seconds"]!);
        return what switch
        {
            "open" => await OpenAsync(Number("tasks"), (string)how["as"]!, cancellationToken),
            "flood" => await FloodAsync(Seconds(), Number("bytes"), Number("inFlight")),
            "fill" => await FillAsync(Number("events"), Number("bytes")),
            "pace" => await PaceAsync(Seconds(), Number("perSecond"), Number("bytes"), cancellationToken),
            "merge" => await MergeAsync(Seconds(), Number("perSecond"), Number("bytes"), cancellationToken),
            "write" => await WriteAsync(Seconds(), Number("perSecond"), Number("bytes"), cancellationToken),
            "renewals" => await RenewalsAsync(),
            _ => throw new ArgumentException($"A producer does not {what}."),
        };
    }

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        if (_renewals is not null)
        {
            await _renewals.DisposeAsync();
        }

        foreach (var task in _tasks.Where(task => task.Writer is not null))
        {
            await task.Writer!.DisposeAsync();
        }

        _end.Dispose();
    }

    private async Task<JsonObject> OpenAsync(int count, string form, CancellationToken cancellationToken)
    {
        (_tasks, var submitting, var claiming) = await TaskOpening.RunAsync(seam, _runner, count, cancellationToken);
        _renewals = new Renewals(seam, _runner, [.. _tasks.Select(task => task.Lease)]);
        foreach (var some in _tasks.Chunk(32))
        {
            await Task.WhenAll(some.Select(task => form switch
            {
                "turns" => TaskOpening.BeginAsync(seam, task, _end.Token),
                "pens" => TaskOpening.OpenWriterAsync(seam, task, cancellationToken),
                // Redis does not know the script yet, and would put the first one behind those that follow.
                _ => AppendFirstAsync(task),
            }));
        }

        if (form == "pens")
        {
            _pens = [.. _tasks.Select(task => new EventPen(task.Writer!, new RunnerOptions(), TimeProvider.System))];
        }

        return new JsonObject
        {
            ["tasks"] = new JsonArray([.. _tasks.Select(task => JsonValue.Create(task.TaskId))]),
            ["submitting"] = submitting.TotalMilliseconds,
            ["claiming"] = claiming.TotalMilliseconds,
        };
    }

    private static async Task AppendFirstAsync(OpenTask task) => OpenTask.Check(await task.AppendAsync(32));

    // As fast as it goes, so many appends of each task under way at a time.
    private async Task<JsonObject> FloodAsync(TimeSpan duration, int bytes, int inFlight)
    {
        var began = TimeProvider.System.GetTimestamp();
        var counts = await Task.WhenAll(_tasks.Select(task => Task.Run(async () =>
        {
            var window = new Queue<Task<AppendOutcome>>(inFlight);
            var count = 0;
            for (; TimeProvider.System.GetElapsedTime(began) < duration; count++)
            {
                window.Enqueue(task.AppendAsync(bytes));
                if (window.Count == inFlight)
                {
                    OpenTask.Check(await window.Dequeue());
                }
            }

            foreach (var rest in window)
            {
                OpenTask.Check(await rest);
            }

            return count;
        })));
        return Done(counts.Sum(), counts.Sum(), began);
    }

    private async Task<JsonObject> FillAsync(int events, int bytes)
    {
        var began = TimeProvider.System.GetTimestamp();
        foreach (var some in Enumerable.Range(0, events).Chunk(256))
        {
            foreach (var append in some.Select(_ => _tasks[0].AppendAsync(bytes)).ToArray())
            {
                OpenTask.Check(await append);
            }
        }

        return Done(events, events, began);
    }

    // At a pace over all tasks in turn; nobody waits for the answer before the next one.
    private async Task<JsonObject> PaceAsync(TimeSpan duration, int perSecond, int bytes, CancellationToken cancellationToken)
    {
        var began = TimeProvider.System.GetTimestamp();
        var sent = new List<Task<AppendOutcome>>();
        var count = await Pacer.RunAsync(
            perSecond, duration,
            number =>
            {
                sent.Add(_tasks[number % _tasks.Count].AppendAsync(bytes));
                return ValueTask.CompletedTask;
            },
            null, cancellationToken);
        foreach (var append in sent)
        {
            OpenTask.Check(await append);
        }

        return Done(count, count, began);
    }

    // Deltas through the runner's own pen, with its merge window.
    private async Task<JsonObject> MergeAsync(TimeSpan duration, int perSecond, int bytes, CancellationToken cancellationToken)
    {
        var began = TimeProvider.System.GetTimestamp();
        var before = _tasks.Sum(task => task.Writer!.Last.Seq);
        var count = await Pacer.RunAsync(
            perSecond, duration,
            number => _pens[number % _pens.Length].WriteAsync(
                [new MappedEvent(_tasks[number % _pens.Length].Piece(bytes), IsTextDelta: true)], cancellationToken),
            async () =>
            {
                foreach (var pen in _pens)
                {
                    await pen.FlushDueAsync(cancellationToken);
                }
            },
            cancellationToken);
        foreach (var pen in _pens)
        {
            await pen.CommitAsync([], new WriteEffects(), cancellationToken);
        }

        return Done(_tasks.Sum(task => task.Writer!.Last.Seq) - before, count, began);
    }

    // Events through the writer, each stored by itself if the one before is.
    private async Task<JsonObject> WriteAsync(TimeSpan duration, int perSecond, int bytes, CancellationToken cancellationToken)
    {
        _renewals!.Reset();
        var began = TimeProvider.System.GetTimestamp();
        var count = await Pacer.RunAsync(
            perSecond, duration,
            number => _tasks[number % _tasks.Count].Writer!.WriteAsync(_tasks[number % _tasks.Count].Piece(bytes), cancellationToken),
            null, cancellationToken);
        foreach (var task in _tasks)
        {
            await task.Writer!.FlushAsync(cancellationToken);
        }

        return Done(count, count, began);
    }

    private async Task<JsonObject> RenewalsAsync()
    {
        var took = await _renewals!.TookAsync();
        return new JsonObject { ["count"] = took.Length, ["p50"] = Stats.Percentile(took, 0.5), ["max"] = took.DefaultIfEmpty().Max() };
    }

    private static JsonObject Done(long events, long deltas, long began) => new()
    {
        ["events"] = events,
        ["deltas"] = deltas,
        ["seconds"] = TimeProvider.System.GetElapsedTime(began).TotalSeconds,
    };
}
