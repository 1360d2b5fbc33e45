using System.Globalization;

namespace CodexA2A.Benchmarks.Large;

/// <summary>The most resident memory of a process between two moments.</summary>
internal sealed class MemoryWatch : IDisposable
{
    private readonly CancellationTokenSource _ended = new();
    private readonly string _file;
    private readonly Task<long> _most;

    public MemoryWatch(int pid)
    {
        _file = $"/proc/{pid}/statm";
        Before = Resident();
        _most = WatchAsync();
    }

    /// <summary>Bytes at the start.</summary>
    public long Before { get; }

    /// <summary>The most bytes since then.</summary>
    public async Task<long> EndAsync()
    {
        await _ended.CancelAsync();
        return await _most;
    }

    public void Dispose() => _ended.Dispose();

    private async Task<long> WatchAsync()
    {
        var most = Before;
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(10));
        try
        {
            while (await timer.WaitForNextTickAsync(_ended.Token))
            {
                most = Math.Max(most, Resident());
            }
        }
        catch (OperationCanceledException)
        {
            // It was asked to end.
        }

        return most;
    }

    private long Resident() => long.Parse(File.ReadAllText(_file).Split(' ')[1], CultureInfo.InvariantCulture) * Environment.SystemPageSize;
}
