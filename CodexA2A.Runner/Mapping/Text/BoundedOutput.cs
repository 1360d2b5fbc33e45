using System.Text;
using CodexA2A.Runner.Mapping.Streams;

namespace CodexA2A.Runner.Mapping.Text;

/// <summary>Collects the output of a tool without ever holding more than its first and last half (contracts.md §2).</summary>
internal sealed class BoundedOutput(int maxBytes = EventSizes.ToolOutput)
{
    private readonly StringBuilder _head = new();
    private readonly StringBuilder _tail = new();
    private readonly int _half = maxBytes / 2;
    private int _headBytes;
    private long _tailBytes;
    private long _dropped;

    /// <summary>Nothing was added yet.</summary>
    public bool IsEmpty => _headBytes == 0 && _tailBytes == 0;

    /// <summary>Adds what came next.</summary>
    public void Append(string text)
    {
        if (_tailBytes == 0 && _headBytes < _half)
        {
            var head = BoundedText.Head(text, _half - _headBytes);
            _head.Append(head);
            _headBytes += Encoding.UTF8.GetByteCount(head);
            text = text[head.Length..];
        }

        if (text.Length == 0)
        {
            return;
        }

        _tail.Append(text);
        _tailBytes += Encoding.UTF8.GetByteCount(text);
        if (_tailBytes > 2 * _half)
        {
            Trim();
        }
    }

    /// <summary>First and last half, with the mark between them when something is missing.</summary>
    public BoundedText ToBoundedText()
    {
        if (_tailBytes > _half)
        {
            Trim();
        }

        return new BoundedText(BoundedText.Joined(_head.ToString(), _dropped, _tail.ToString()), _dropped);
    }

    private void Trim()
    {
        var kept = BoundedText.Tail(_tail.ToString(), _half);
        var keptBytes = Encoding.UTF8.GetByteCount(kept);
        _dropped += _tailBytes - keptBytes;
        _tail.Clear().Append(kept);
        _tailBytes = keptBytes;
    }
}
