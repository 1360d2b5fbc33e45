using System.Text.Json;

namespace CodexA2A.ScriptedModel.Steps;

/// <summary>
/// Builds the events of one response in the order of the API: created, items, completed.
/// Holds the response's id, the index of the next item and the count of what was said.
/// </summary>
internal sealed class Reply(string model, int inputTokens)
{
    private readonly string id = Ids.New("resp");
    private int nextIndex;
    private int outputTokens;
    private int reasoningTokens;

    /// <summary>The response exists. Always the first event.</summary>
    public SendEvent Created() => EventJson.Event("response.created", writer =>
    {
        writer.WriteStartObject("response");
        WriteHead(writer, "in_progress");
        writer.WriteEndObject();
    });

    /// <summary>The response is whole. The last event of every ordinary response.</summary>
    public SendEvent Completed() => EventJson.Event("response.completed", writer =>
    {
        writer.WriteStartObject("response");
        WriteHead(writer, "completed");
        WriteUsage(writer);
        writer.WriteEndObject();
    });

    /// <summary>The response failed after the stream began.</summary>
    public SendEvent Failed(string code, string message) => EventJson.Event("response.failed", writer =>
    {
        writer.WriteStartObject("response");
        WriteHead(writer, "failed");
        writer.WriteStartObject("error");
        writer.WriteString("code", code);
        writer.WriteString("message", message);
        writer.WriteEndObject();
        writer.WriteEndObject();
    });

    /// <summary>The response stopped early, for example at its token limit.</summary>
    public SendEvent Incomplete(string reason) => EventJson.Event("response.incomplete", writer =>
    {
        writer.WriteStartObject("response");
        WriteHead(writer, "incomplete");
        writer.WriteStartObject("incomplete_details");
        writer.WriteString("reason", reason);
        writer.WriteEndObject();
        WriteUsage(writer);
        writer.WriteEndObject();
    });

    /// <summary>Takes the index of the next output item and counts its tokens.</summary>
    public int TakeIndex() => nextIndex++;

    /// <summary>Counts one delta of text as one token.</summary>
    public void CountOutput(bool reasoning = false)
    {
        outputTokens++;
        reasoningTokens += reasoning ? 1 : 0;
    }

    private void WriteHead(Utf8JsonWriter writer, string status)
    {
        writer.WriteString("id", id);
        writer.WriteString("object", "response");
        writer.WriteString("status", status);
        writer.WriteString("model", model);
    }

    private void WriteUsage(Utf8JsonWriter writer)
    {
        writer.WriteStartObject("usage");
        writer.WriteNumber("input_tokens", inputTokens);
        writer.WriteStartObject("input_tokens_details");
        writer.WriteNumber("cached_tokens", 0);
        writer.WriteEndObject();
        writer.WriteNumber("output_tokens", outputTokens);
        writer.WriteStartObject("output_tokens_details");
        writer.WriteNumber("reasoning_tokens", reasoningTokens);
        writer.WriteEndObject();
        writer.WriteNumber("total_tokens", inputTokens + outputTokens);
        writer.WriteEndObject();
    }
}
