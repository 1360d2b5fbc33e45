using System.Text;
using System.Text.Json.Nodes;

namespace CodexA2A.Api.Tests.Support;

/// <summary>One frame of a stream: an event, or a comment.</summary>
internal sealed record Frame(string? Id, string? Event, string? Data, string? Comment, Binding Binding)
{
    /// <summary>The StreamResponse.</summary>
    public JsonObject Response => Binding == Binding.JsonRpc ? JsonNode.Parse(Data!)!["result"]!.AsObject() : JsonNode.Parse(Data!)!.AsObject();

    public string Kind => Response.Single().Key;

    /// <summary>The cursor in the metadata of a task, status or artifact.</summary>
    public string? EventId => (string?)((Response.Single().Value!["artifact"] ?? Response.Single().Value!)["metadata"]!["shared"]!["stream"]!["event_id"]);

    public string? State => (string?)Response.Single().Value!["status"]?["state"];

    public string? Text => (string?)Response["artifactUpdate"]?["artifact"]?["parts"]?[0]?["text"];
}

/// <summary>Reads server-sent events line by line, comments included.</summary>
internal sealed class SseClient : IAsyncDisposable
{
    private readonly HttpResponseMessage response;
    private readonly StreamReader reader;
    private readonly Binding binding;

    private SseClient(HttpResponseMessage response, Stream stream, Binding binding)
    {
        (this.response, this.binding) = (response, binding);
        reader = new StreamReader(stream, Encoding.UTF8);
    }

    public HttpResponseMessage Response => response;

    public static async Task<SseClient> CreateAsync(HttpResponseMessage response, Binding binding) =>
        new(response, await response.Content.ReadAsStreamAsync(TestContext.Current.CancellationToken), binding);

    /// <summary>The next frame; null at the end of the stream.</summary>
    public async Task<Frame?> NextAsync()
    {
        string? id = null, type = null, data = null, comment = null;
        while (await reader.ReadLineAsync(TestContext.Current.CancellationToken).WithLimitAsync("The next line of a stream") is { } line)
        {
            if (line.Length == 0) return new Frame(id, type, data, comment, binding);
            var colon = line.IndexOf(':', StringComparison.Ordinal);
            var value = line[(colon + 1)..].TrimStart(' ');
            switch (line[..colon])
            {
                case "id": id = value; break;
                case "event": type = value; break;
                case "data": data = value; break;
                case "retry": Assert.True(int.Parse(value, System.Globalization.CultureInfo.InvariantCulture) > 0); break;
                case "": comment = value; break;
                default: Assert.Fail($"unexpected line: {line}"); break;
            }
        }

        return null;
    }

    /// <summary>The next event; null at the end.</summary>
    public async Task<Frame?> NextEventAsync()
    {
        while (await NextAsync() is { } frame)
        {
            if (frame.Data is not null) return frame;
        }

        return null;
    }

    /// <summary>All events to the end of the stream.</summary>
    public async Task<List<Frame>> RestAsync()
    {
        var frames = new List<Frame>();
        while (await NextEventAsync() is { } frame)
        {
            frames.Add(frame);
        }

        return frames;
    }

    public ValueTask DisposeAsync()
    {
        reader.Dispose();
        response.Dispose();
        return ValueTask.CompletedTask;
    }
}
