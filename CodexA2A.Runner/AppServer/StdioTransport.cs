namespace CodexA2A.Runner.AppServer;

/// <summary>How the reading side of a transport came to its end.</summary>
/// <param name="Reason">Why.</param>
/// <param name="Detail">One sentence.</param>
internal sealed record TransportEnd(DeathReason Reason, string Detail);

/// <summary>Gets one line, without its newline; runs on the reader thread and may block it, since Codex buffers.</summary>
internal delegate bool LineHandler(ReadOnlySpan<byte> line);

/// <summary>
/// Bytes to lines and back. One dedicated thread reads with blocking calls (an asynchronous pipe costs a thread-pool
/// hop per line); writes are one line, one newline, one flush under a lock.
/// </summary>
internal sealed class StdioTransport : IDisposable
{
    /// <summary>Lines in a row that may be no protocol before the process is given up.</summary>
    internal const int MaxGarbageInARow = 100;

    private readonly Stream _input;
    private readonly Stream _output;
    private readonly int _maxLineBytes;
    private readonly TimeSpan _writeLimit;
    private readonly TimeProvider _time;
    private readonly SemaphoreSlim _writing = new(1, 1);
    private readonly TaskCompletionSource<TransportEnd> _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Action _inputBlocked;
    private int _started;
    private int _disposed;

    /// <param name="output">What the process prints.</param>
    /// <param name="input">What the process reads.</param>
    /// <param name="maxLineBytes">Longest line taken.</param>
    /// <param name="writeLimit">How long one write may block.</param>
    /// <param name="time">Clock.</param>
    /// <param name="inputBlocked">Called when a write blocked for longer; it ends the process, which frees the write.</param>
    public StdioTransport(Stream output, Stream input, int maxLineBytes, TimeSpan writeLimit, TimeProvider time, Action inputBlocked)
    {
        _output = output;
        _input = input;
        _maxLineBytes = maxLineBytes;
        _writeLimit = writeLimit;
        _time = time;
        _inputBlocked = inputBlocked;
    }

    /// <summary>Completes when nothing more will be read.</summary>
    public Task<TransportEnd> Ended => _ended.Task;

    /// <summary>Starts the reader thread. The handler says whether the line was protocol.</summary>
    public void Start(LineHandler handler, string name)
    {
        if (Interlocked.Exchange(ref _started, 1) != 0)
            throw new InvalidOperationException("The reader is already running.");
        new Thread(() => Run(handler)) { IsBackground = true, Name = name }.Start();
    }

    /// <summary>Writes one line; <paramref name="line"/> ends with its newline.</summary>
    /// <exception cref="IOException">The process no longer reads.</exception>
    public async ValueTask WriteAsync(ReadOnlyMemory<byte> line, CancellationToken cancellationToken)
    {
        await _writing.WaitAsync(cancellationToken);
        try
        {
            await using var watchdog = _time.CreateTimer(static state => ((Action)state!)(), _inputBlocked, _writeLimit, Timeout.InfiniteTimeSpan);
            _input.Write(line.Span);
            _input.Flush();
        }
        catch (ObjectDisposedException error)
        {
            throw new IOException("The input of the process is closed.", error);
        }
        finally
        {
            _writing.Release();
        }
    }

    /// <summary>Tells the process that nothing more comes.</summary>
    public void CloseInput()
    {
        try
        {
            _input.Dispose();
        }
        catch (IOException)
        {
            // It is gone already.
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref _disposed, 1) != 0)
            return;
        CloseInput();
        _output.Dispose();
        _ended.TrySetResult(new TransportEnd(DeathReason.Stopped, "The connection was closed."));
    }

    private void Run(LineHandler handler)
    {
        TransportEnd end;
        try
        {
            end = ReadLines(handler);
        }
#pragma warning disable CA1031 // Whatever it is, it ends this one process and is told, instead of ending the whole service.
        catch (Exception error)
        {
            end = new TransportEnd(DeathReason.ReadFailed, $"reading its output failed ({error.GetType().Name}): {error.Message}");
        }
#pragma warning restore CA1031

        _ended.TrySetResult(end);
    }

    private TransportEnd ReadLines(LineHandler handler)
    {
        var lines = new LineBuffer(_maxLineBytes);
        var garbage = 0;
        try
        {
            while (true)
            {
                var read = _output.Read(lines.Free());
                if (read <= 0)
                {
                    return new TransportEnd(DeathReason.Exited, lines.Pending == 0
                        ? "it closed its output."
                        : $"it stopped in the middle of a line, after {lines.Pending} bytes of it.");
                }

                lines.Filled(read);
                while (lines.TryTake(out var line))
                {
                    garbage = line.IsEmpty || handler(line) ? 0 : garbage + 1;
                    if (garbage >= MaxGarbageInARow)
                        return new TransportEnd(DeathReason.Garbage, $"it printed {garbage} lines in a row that are no protocol.");
                }

                if (lines.TooLong)
                {
                    return new TransportEnd(DeathReason.LineTooLong,
                        $"it printed a line of more than {_maxLineBytes} bytes (Codex:MaxLineBytes).");
                }
            }
        }
        finally
        {
            lines.Dispose();
        }
    }
}
