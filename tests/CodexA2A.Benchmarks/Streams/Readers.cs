using System.Globalization;
using CodexA2A.Benchmarks.Workers;

namespace CodexA2A.Benchmarks.Streams;

/// <summary>A stream of each task over one way, read side by side; counts the pieces of text that come, and keeps how old each was.</summary>
internal sealed class Readers : IAsyncDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    private readonly CancellationTokenSource _end;
    private readonly List<double>[] _ages;
    private readonly Task[] _reading;
    private int _opened;
    private long _received;

    /// <summary>Opens them.</summary>
    /// <param name="way">How.</param>
    /// <param name="tasks">The tasks.</param>
    /// <param name="after">The event behind which each begins; null to begin with the task as it is.</param>
    /// <param name="cancellationToken">Ends them.</param>
    public Readers(IStreamWay way, IReadOnlyList<string> tasks, string? after, CancellationToken cancellationToken)
    {
        _end = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        _ages = [.. tasks.Select(_ => new List<double>(1024))];
        _reading = [.. tasks.Select((task, number) => Task.Run(() => ReadAsync(way, task, after, _ages[number]), cancellationToken))];
    }

    /// <summary>Waits until each has had its first event.</summary>
    public Task OpenedAsync() => UntilAsync(() => Volatile.Read(ref _opened) == _reading.Length);

    /// <summary>Waits until so many pieces have come to all of them together.</summary>
    public Task ReceivedAsync(long pieces) => UntilAsync(() => Interlocked.Read(ref _received) >= pieces);

    /// <summary>Ends them, and gives how many milliseconds old each piece was when its reader had it.</summary>
    public async Task<IReadOnlyList<double>> EndAsync()
    {
        await DisposeAsync();
        return [.. _ages.SelectMany(ages => ages)];
    }

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        foreach (var reader in _reading)
        {
            await reader.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task ReadAsync(IStreamWay way, string task, string? after, List<double> ages)
    {
        var opened = false;
        await foreach (var text in way.FollowAsync(task, after, _end.Token))
        {
            if (text is not null && Age(text) is { } age)
            {
                ages.Add(age);
                Interlocked.Increment(ref _received);
            }

            if (!opened)
            {
                opened = true;
                Interlocked.Increment(ref _opened);
            }
        }

        throw new InvalidOperationException($"{way.Name}: the stream of {task} ended.");
    }

    private static double? Age(string text) => text.StartsWith('@') && text.IndexOf(';', StringComparison.Ordinal) is > 0 and var end
        ? Stamp.Milliseconds(long.Parse(text.AsSpan(1, end - 1), CultureInfo.InvariantCulture), TimeProvider.System.GetTimestamp())
        : null;

    private async Task UntilAsync(Func<bool> condition)
    {
        var began = TimeProvider.System.GetTimestamp();
        while (!condition())
        {
            if (_reading.FirstOrDefault(reader => reader.IsCompleted) is { } ended)
            {
                await ended;
            }

            if (TimeProvider.System.GetElapsedTime(began) > Limit)
            {
                throw new TimeoutException($"After {Limit.TotalSeconds:0} s {_received} pieces had come to {_opened} readers.");
            }

            await Task.Delay(1, _end.Token);
        }
    }
}
