using System.Globalization;
using System.Text.Json;

namespace CodexA2A.Benchmarks.Takeovers;

/// <summary>What a client knows of a stream whose owner changes: ids ascend by one but for the marker of the change, which is not sent.</summary>
internal sealed class KilledStream
{
    private long _epoch;
    private long _seq;
    private long? _killed;

    /// <summary>Pieces of text so far.</summary>
    public int Pieces { get; private set; }

    /// <summary>The last state.</summary>
    public string State { get; private set; } = "none";

    /// <summary>True when the last event is of another owner than the one that was killed.</summary>
    public bool IsOfNext => _killed is { } killed && _epoch > killed;

    /// <summary>The owner of now is killed.</summary>
    public void Epoch() => _killed = _epoch;

    /// <summary>Takes one event; true when it has new text.</summary>
    /// <exception cref="InvalidOperationException">Something is lost, repeated or out of order.</exception>
    public bool On(string? id, string eventType, JsonElement data)
    {
        if (eventType == "error")
        {
            throw new InvalidOperationException($"The stream failed: {data}");
        }

        var parts = (id ?? "").Split('-').Select(part => long.Parse(part, CultureInfo.InvariantCulture)).ToArray();
        var changes = parts[0] != _epoch && _epoch != 0;
        if (parts[0] < _epoch || parts[1] != _seq + (changes ? 2 : 1))
        {
            throw new InvalidOperationException($"Behind {_epoch}-{_seq} came {id}.");
        }

        (_epoch, _seq) = (parts[0], parts[1]);
        if (data.TryGetProperty("statusUpdate", out var status))
        {
            State = status.GetProperty("status").GetProperty("state").GetString()!;
            return false;
        }

        var hasText = data.TryGetProperty("artifactUpdate", out var update)
            && update.TryGetProperty("append", out _)
            && update.GetProperty("artifact").GetProperty("parts").EnumerateArray().Any(part => part.TryGetProperty("text", out var text) && text.GetString() is { Length: > 0 });
        Pieces += hasText ? 1 : 0;
        return hasText;
    }
}
