using System.Text;
using System.Text.Json;

namespace CodexA2A.Benchmarks.Harness;

/// <summary>What bare Codex says about one turn.</summary>
internal sealed class BareTurn(Action<string> onText)
{
    private readonly StringBuilder _text = new();
    private readonly TaskCompletionSource<string> _completed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>The whole answer.</summary>
    public Task<string> Completed => _completed.Task;

    /// <summary>Takes a delta, or the end.</summary>
    public void On(bool isEnd, JsonElement parameters)
    {
        if (!isEnd)
        {
            var delta = parameters.GetProperty("delta").GetString()!;
            _text.Append(delta);
            onText(delta);
            return;
        }

        var turn = parameters.GetProperty("turn");
        if (turn.GetProperty("status").ValueEquals("completed"u8))
        {
            _completed.TrySetResult(_text.ToString());
        }
        else
        {
            _completed.TrySetException(new InvalidOperationException($"A bare turn did not complete: {turn}"));
        }
    }
}
