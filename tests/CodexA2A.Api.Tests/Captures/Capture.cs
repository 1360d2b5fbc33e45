using System.Text.Json.Nodes;

namespace CodexA2A.Api.Tests.Captures;

/// <summary>A request as it was recorded.</summary>
/// <param name="Method">Of HTTP.</param>
/// <param name="Path">With its query.</param>
/// <param name="Headers">In their order.</param>
/// <param name="Body">Text; empty for none.</param>
/// <param name="Messages">Over gRPC, the messages.</param>
internal sealed record Sent(string Method, string Path, List<(string Name, string Value)> Headers, string Body, List<byte[]> Messages);

/// <summary>A response as it was recorded, or as ours came.</summary>
internal sealed record Got(int Status)
{
    public Dictionary<string, string> Headers { get; } = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Over gRPC.</summary>
    public Dictionary<string, string> Trailers { get; } = new(StringComparer.OrdinalIgnoreCase);

    public string Body { get; set; } = "";

    /// <summary>Of a stream: the lines of each frame.</summary>
    public List<string[]> Frames { get; } = [];

    /// <summary>Over gRPC, the messages.</summary>
    public List<byte[]> Messages { get; } = [];

    public bool IsStream => Headers.GetValueOrDefault("content-type")?.StartsWith("text/event-stream", StringComparison.Ordinal) == true;

    /// <summary>The JSON documents of the body, or of the frames.</summary>
    public IEnumerable<JsonNode?> Documents() =>
        IsStream ? Frames.Select(frame => JsonNode.Parse(frame.Single(line => line.StartsWith("data: ", StringComparison.Ordinal))[6..]))
        : Body.TrimStart() is ['{', ..] or ['[', ..] ? [JsonNode.Parse(Body)] : [];
}

/// <summary>A recording: what the official client and server sent each other, or what a webhook was sent.</summary>
internal sealed class Capture
{
    private readonly List<Got> responses = [];
    private Got? stream;

    private Capture(string name) => Name = name;

    public static string Folder => Path.Combine(AppContext.BaseDirectory, "a2a-wire");

    public string Name { get; }

    public List<Sent> Requests { get; } = [];

    /// <summary>One for each request; a request may be made while an earlier one is still answered.</summary>
    public IReadOnlyList<Got> Responses => responses;

    /// <summary>What webhooks were sent.</summary>
    public List<Sent> Webhooks { get; } = [];

    public static Capture Read(string name)
    {
        var capture = new Capture(name);
        var text = File.ReadAllText(Path.Combine(Folder, name)).ReplaceLineEndings("\n").Replace("}=== ", "}\n=== ", StringComparison.Ordinal);
        foreach (var section in text.Split("\n=== ").Select(section => section.TrimStart('=', ' ')).Where(section => section.Trim().Length > 0))
        {
            var lines = section.TrimStart('\n').Split('\n');
            if (lines[0].StartsWith("WEBHOOK ", StringComparison.Ordinal)) capture.Webhooks.Add(Request([lines[0]["WEBHOOK ".Length..] + " HTTP/1.1", .. lines[1..]]));
            else if (lines[0] == "CLIENT->SERVER") capture.Requests.Add(Request(lines[1..]));
            else capture.Answer(lines[1..]);
        }

        return capture;
    }

    private static Sent Request(string[] lines)
    {
        var words = lines[0].Split(' ');
        var end = Array.IndexOf(lines, "", 1);
        var body = lines[(end + 1)..];
        var isGrpc = words[2] == "HTTP/2";
        return new Sent(
            words[0], words[1], [.. lines[1..end].Select(Header)], isGrpc ? "" : string.Join('\n', body).TrimEnd('\n'),
            isGrpc ? [.. body.Where(line => line.StartsWith("message", StringComparison.Ordinal)).Select(Message)] : []);
    }

    private void Answer(string[] lines)
    {
        var inHead = false;
        var frame = new List<string>();
        foreach (var line in lines)
        {
            if (line.StartsWith("HTTP/", StringComparison.Ordinal))
            {
                responses.Add(new Got(int.Parse(line.Split(' ')[1], System.Globalization.CultureInfo.InvariantCulture)));
                inHead = true;
            }
            else if (inHead && line.Length > 0)
            {
                var (name, value) = Header(line);
                responses[^1].Headers[name] = value;
            }
            else if (inHead)
            {
                inHead = false;
                if (responses[^1].IsStream) stream = responses[^1];
            }
            else if (line.StartsWith("data: ", StringComparison.Ordinal) || line.StartsWith("event: ", StringComparison.Ordinal))
            {
                frame.Add(line);
            }
            else if (line.Length == 0)
            {
                if (frame.Count > 0) stream!.Frames.Add([.. frame]);
                frame.Clear();
            }
            else if (line.StartsWith("message", StringComparison.Ordinal))
            {
                responses[^1].Messages.Add(Message(line));
            }
            else if (line.StartsWith("trailer ", StringComparison.Ordinal))
            {
                var (name, value) = Header(line["trailer ".Length..]);
                responses[^1].Trailers[name] = value;
            }
            else if (!responses[^1].IsStream)
            {
                responses[^1].Body += line;
            }
        }
    }

    private static byte[] Message(string line) => Convert.FromHexString(line["message".Length..].Trim());

    private static (string Name, string Value) Header(string line) => (line[..line.IndexOf(':', StringComparison.Ordinal)], line[(line.IndexOf(':', StringComparison.Ordinal) + 1)..].Trim());
}
