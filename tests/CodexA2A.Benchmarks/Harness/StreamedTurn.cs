using System.Text;
using System.Text.Json;

namespace CodexA2A.Benchmarks.Harness;

/// <summary>The answer of one streamed turn, put together as a client does.</summary>
internal sealed class StreamedTurn(Action<string> onText)
{
    private readonly StringBuilder _text = new();
    private string _state = "none";
    private string _said = "";

    /// <summary>Takes one event.</summary>
    public void On(string eventType, JsonElement data)
    {
        if (eventType == "error")
        {
            throw new InvalidOperationException($"The stream failed: {data}");
        }

        if (data.TryGetProperty("statusUpdate", out var status))
        {
            _state = status.GetProperty("status").GetProperty("state").GetString()!;
            _said = status.ToString();
        }
        else if (data.TryGetProperty("artifactUpdate", out var update)
            && update.GetProperty("artifact").GetProperty("name").ValueEquals("answer"u8))
        {
            if (!update.TryGetProperty("append", out var append) || !append.GetBoolean())
            {
                _text.Clear();
            }

            foreach (var part in update.GetProperty("artifact").GetProperty("parts").EnumerateArray())
            {
                if (part.TryGetProperty("text", out var text) && text.GetString() is { Length: > 0 } delta)
                {
                    _text.Append(delta);
                    onText(delta);
                }
            }
        }
    }

    /// <summary>The whole text, once the stream has ended.</summary>
    /// <exception cref="InvalidOperationException">The turn did not complete.</exception>
    public string Text() => _state == "TASK_STATE_COMPLETED" ? _text.ToString() : throw new InvalidOperationException($"A turn ended as {_state}: {_said}");
}
