using CodexA2A.Runner.Mapping;
using CodexA2A.Tasks;

namespace CodexA2A.Runner.Turns;

/// <summary>
/// Writes a turn's events to its log and merges text deltas of one artifact on the leading edge (contracts.md §2): a delta goes
/// out at once if the merge window has passed since the last one, else when it has; at the size limit; and before anything else.
/// A slow stream so gains no delay, and a fast one costs a fraction of the events. Not thread-safe: it belongs to the turn's loop.
/// </summary>
internal sealed class EventPen(TaskWriter writer, RunnerOptions options, TimeProvider time)
{
    private StreamResponse? _held;
    private int _heldBytes;
    private long? _lastSent;

    /// <summary>The task as written so far, what is held back left out.</summary>
    public AgentTask Task => writer.Current;

    /// <summary>How long until held text is due; null when none is held.</summary>
    public TimeSpan? Due() => _held is null ? null : Remaining() is var left && left > TimeSpan.Zero ? left : TimeSpan.Zero;

    /// <summary>
    /// Writes events in order; text deltas are held back until <see cref="FlushDueAsync"/>, which is called when everything that
    /// has come is handed in: sent piece by piece, the last ones of a batch would wait for another window.
    /// </summary>
    public async ValueTask WriteAsync(IReadOnlyList<MappedEvent> events, CancellationToken cancellationToken)
    {
        foreach (var mapped in events)
        {
            if (!mapped.IsTextDelta)
            {
                await FlushAsync(cancellationToken);
                await writer.WriteAsync(mapped.Event, cancellationToken);
                continue;
            }

            if (_held is { } held && DeltaMerging.TryMerge(held, mapped.Event, options.MergeBytes) is { } merged)
            {
                Hold(merged);
            }
            else
            {
                await FlushAsync(cancellationToken);
                Hold(mapped.Event);
            }

            if (_heldBytes >= options.MergeBytes)
            {
                await FlushAsync(cancellationToken);
            }
        }
    }

    /// <summary>Writes what is held back, if its time has come.</summary>
    public ValueTask FlushDueAsync(CancellationToken cancellationToken) =>
        _held is not null && Remaining() <= TimeSpan.Zero ? FlushAsync(cancellationToken) : ValueTask.CompletedTask;

    /// <summary>Writes everything held back, then <paramref name="events"/>, and returns when all of it is stored.</summary>
    public async ValueTask CommitAsync(IReadOnlyList<StreamResponse> events, WriteEffects effects, CancellationToken cancellationToken)
    {
        await FlushAsync(cancellationToken);
        await writer.CommitAsync(events, effects, cancellationToken);
    }

    private void Hold(StreamResponse delta)
    {
        _held = delta;
        _heldBytes = DeltaMerging.TextBytes(delta);
    }

    private TimeSpan Remaining() =>
        _lastSent is { } last ? options.MergeWindow - time.GetElapsedTime(last) : TimeSpan.Zero;

    private ValueTask FlushAsync(CancellationToken cancellationToken)
    {
        if (_held is not { } held)
        {
            return ValueTask.CompletedTask;
        }

        _held = null;
        _heldBytes = 0;
        _lastSent = time.GetTimestamp();
        return writer.WriteAsync(held, cancellationToken);
    }
}
