using System.Text;
using System.Text.Json;
using CodexA2A.Benchmarks.Harness;
using CodexA2A.Runner.AppServer;

namespace CodexA2A.Benchmarks.Micro;

/// <summary>The notifications of a recorded turn of the real app-server: reasoning, text, a command, a patch.</summary>
internal sealed class RecordedTurn
{
    private readonly List<RecordedLine> _lines = [];

    public RecordedTurn(string name)
    {
        foreach (var line in File.ReadLines(Path.Combine(Places.Root, "tests", "fixtures", "app-server", name + ".ndjson")))
        {
            var message = JsonElement.Parse(line);
            if (message.TryGetProperty("method", out var method) && !message.TryGetProperty("id", out _))
            {
                _lines.Add(new RecordedLine(method.GetString()!, Encoding.UTF8.GetBytes(message.GetProperty("params").GetRawText())));
            }
        }

        ThreadId = Decode().Select(notification => notification.ThreadId).First(id => id is not null)!;
    }

    public string ThreadId { get; }

    /// <summary>The notifications as they came.</summary>
    public IReadOnlyList<RecordedLine> Lines => _lines;

    /// <summary>The notifications, decoded anew.</summary>
    public IEnumerable<Notification> Decode() => _lines.Select(line => line.Decode());
}

/// <summary>One notification on the wire.</summary>
internal sealed record RecordedLine(string Method, byte[] Parameters)
{
    public Notification Decode() => NotificationDecoder.Decode(Method, Parameters);
}
