using System.Text;
using System.Text.Json.Nodes;

namespace CodexA2A.FakeCodex;

/// <summary>Lines out, whole, in order.</summary>
internal sealed class Wire
{
    private readonly FairGate _gate = new();
    private readonly Stream _output = Console.OpenStandardOutput();
    private bool _silent;

    /// <summary>One object as a line.</summary>
    public void Send(JsonObject message) => Raw(message.ToJsonString() + "\n");

    /// <summary>Bytes as they are.</summary>
    public void Raw(string text) => Raw(Encoding.UTF8.GetBytes(text));

    /// <summary>Bytes as they are.</summary>
    public void Raw(byte[] bytes) => Write(bytes, isLast: false);

    /// <summary>These bytes, and nothing ever after.</summary>
    public void LastWords(string text) => Write(Encoding.UTF8.GetBytes(text), isLast: true);

    /// <summary>A notification.</summary>
    public void Notify(string method, JsonObject parameters) =>
        Send(new JsonObject { ["method"] = method, ["params"] = parameters, ["emittedAtMs"] = 1 });

    /// <summary>The answer to a request.</summary>
    public void Answer(JsonNode id, JsonObject result) => Send(new JsonObject { ["id"] = id.DeepClone(), ["result"] = result });

    /// <summary>The refusal of a request.</summary>
    public void Error(JsonNode id, int code, string message) =>
        Send(new JsonObject { ["id"] = id.DeepClone(), ["error"] = new JsonObject { ["code"] = code, ["message"] = message } });

    // In the order of those who wait, as the real one's queue has it: a turn that says much must not silence the others.
    private void Write(byte[] bytes, bool isLast)
    {
        _gate.Enter();
        try
        {
            if (_silent)
                return;
            _output.Write(bytes);
            _output.Flush();
            _silent = isLast;
        }
        finally
        {
            _gate.Exit();
        }
    }
}
