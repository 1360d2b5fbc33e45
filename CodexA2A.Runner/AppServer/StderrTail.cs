using System.Text;
using System.Text.RegularExpressions;

namespace CodexA2A.Runner.AppServer;

/// <summary>
/// Drains a process's stderr for as long as it lives and keeps the last lines, bounded in number and length, without
/// colours and without the values of known secrets.
/// </summary>
internal sealed partial class StderrTail(IReadOnlyList<string> secrets)
{
    /// <summary>Lines kept.</summary>
    public const int MaxLines = 40;

    /// <summary>Characters kept of a line.</summary>
    public const int MaxLineLength = 512;

    private readonly Lock _gate = new();
    private readonly Queue<string> _lines = new(MaxLines);

    /// <summary>The lines, oldest first.</summary>
    public IReadOnlyList<string> Lines
    {
        get
        {
            lock (_gate)
                return [.. _lines];
        }
    }

    /// <summary>Reads to the end; ends quietly when the stream is closed under it.</summary>
    public async Task DrainAsync(Stream stream)
    {
        var decoder = Encoding.UTF8.GetDecoder();
        var bytes = new byte[4096];
        var chars = new char[4097];
        var line = new StringBuilder();
        try
        {
            while (true)
            {
                var read = await stream.ReadAsync(bytes);
                if (read == 0)
                    break;
                Take(chars.AsSpan(0, decoder.GetChars(bytes.AsSpan(0, read), chars, flush: false)), line);
            }
        }
        catch (Exception error) when (error is IOException or ObjectDisposedException)
        {
            // The process is gone; what was read stays.
        }

        Add(line);
    }

    private void Take(ReadOnlySpan<char> text, StringBuilder line)
    {
        foreach (var c in text)
        {
            if (c == '\n')
                Add(line);
            else if (line.Length < MaxLineLength * 2)
                line.Append(c);
        }
    }

    private void Add(StringBuilder raw)
    {
        if (raw.Length == 0)
            return;
        var line = Escapes().Replace(raw.ToString(), "").TrimEnd();
        raw.Clear();
        foreach (var secret in secrets)
            line = line.Replace(secret, "[redacted]", StringComparison.Ordinal);
        if (line.Length > MaxLineLength)
            line = line[..MaxLineLength] + "…";
        if (line.Length == 0)
            return;
        lock (_gate)
        {
            if (_lines.Count == MaxLines)
                _lines.Dequeue();
            _lines.Enqueue(line);
        }
    }

    [GeneratedRegex("""\u001b\[[0-9;?]*[ -/]*[@-~]|[\u0000-\u0008\u000b-\u001f\u007f]""", RegexOptions.None, 1000)]
    private static partial Regex Escapes();
}
