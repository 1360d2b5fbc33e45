using System.Buffers;

namespace CodexA2A.Runner.AppServer;

/// <summary>A growing buffer that hands out whole lines; it looks at each byte once and gives a large buffer back when it is empty.</summary>
internal sealed class LineBuffer(int maxLineBytes) : IDisposable
{
    private const int Initial = 64 * 1024;
    private const int Keep = 1024 * 1024;

    private byte[] _buffer = ArrayPool<byte>.Shared.Rent(Initial);
    private int _start;
    private int _scanned;
    private int _end;

    /// <summary>Bytes of a line whose end has not come.</summary>
    public int Pending => _end - _start;

    /// <summary>A line without an end has grown over the limit.</summary>
    public bool TooLong => Pending > maxLineBytes;

    /// <summary>Room to read into; never empty.</summary>
    public Span<byte> Free()
    {
        if (_start == _end)
        {
            _start = _scanned = _end = 0;
            if (_buffer.Length > Keep)
                Replace(Initial, 0);
        }
        else if (_end == _buffer.Length)
        {
            if (_start >= _buffer.Length / 2)
                Compact();
            else
                Replace((int)Math.Min(Array.MaxLength, _buffer.Length * 2L), _end - _start);
        }

        return _buffer.AsSpan(_end);
    }

    /// <summary>So many bytes were read into <see cref="Free"/>.</summary>
    public void Filled(int count) => _end += count;

    /// <summary>The next whole line, without its newline and a carriage return before it; valid until the next call of <see cref="Free"/>.</summary>
    public bool TryTake(out ReadOnlySpan<byte> line)
    {
        var newline = _buffer.AsSpan(_scanned, _end - _scanned).IndexOf((byte)'\n');
        if (newline < 0)
        {
            _scanned = _end;
            line = default;
            return false;
        }

        line = _buffer.AsSpan(_start, _scanned + newline - _start);
        if (line is [.., (byte)'\r'])
            line = line[..^1];
        _start = _scanned = _scanned + newline + 1;
        return true;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = [];
    }

    private void Compact()
    {
        _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
        _scanned -= _start;
        _end -= _start;
        _start = 0;
    }

    private void Replace(int size, int keep)
    {
        var larger = ArrayPool<byte>.Shared.Rent(size);
        _buffer.AsSpan(_start, keep).CopyTo(larger);
        ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = larger;
        _scanned -= _start;
        _end = keep;
        _start = 0;
    }
}
