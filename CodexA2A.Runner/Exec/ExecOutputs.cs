using CodexA2A.Runner.Mapping.Exec;

namespace CodexA2A.Runner.Exec;

/// <summary>
/// Gathers what a command prints in small pieces, on the leading edge as text of the agent (contracts.md §2): a piece goes out at once
/// if the window has passed since the last one, else when it has; at its size; and before anything of the other stream. Not thread-safe.
/// </summary>
internal sealed class ExecOutputs(TimeSpan window, int size, TimeProvider time)
{
    private readonly List<byte> _held = [];
    private string _stream = "";
    private bool _capped;
    private bool _any;
    private long? _lastSent;

    /// <summary>How long until what is held is due; null when nothing is.</summary>
    public TimeSpan? Due() => !_any ? null : _lastSent is { } last && window - time.GetElapsedTime(last) is var left && left > TimeSpan.Zero ? left : TimeSpan.Zero;

    /// <summary>Takes a piece; what must go out before it.</summary>
    public ExecChunk? Add(ExecChunk chunk)
    {
        var before = _any && (_stream != chunk.Stream || _held.Count + chunk.Bytes.Length > size) ? Take() : null;
        (_any, _stream, _capped) = (true, chunk.Stream, _capped || chunk.CapReached);
        _held.AddRange(chunk.Bytes);
        return before;
    }

    /// <summary>What is held, if there is something; then nothing is.</summary>
    public ExecChunk? Take()
    {
        if (!_any)
        {
            return null;
        }

        var chunk = new ExecChunk(_stream, [.. _held], _capped);
        _held.Clear();
        (_any, _capped, _lastSent) = (false, false, time.GetTimestamp());
        return chunk;
    }
}
