using System.Text;
using System.Text.Json;

namespace CodexA2A.ScriptedModel.Steps;

/// <summary>A message of the assistant, streamed in deltas.</summary>
internal sealed class MessageItem(Reply reply, string? phase)
{
    private readonly string id = Ids.New("msg");
    private readonly int index = reply.TakeIndex();
    private readonly StringBuilder said = new();

    public SendEvent Added() => Item("response.output_item.added", "in_progress", null);

    public SendEvent Delta(string text)
    {
        said.Append(text);
        reply.CountOutput();
        return EventJson.Event("response.output_text.delta", writer => WriteDelta(writer, text));
    }

    /// <summary>A delta that ends with the time of sending: <c>PREFIX@MICROSECONDS </c>.</summary>
    public SendStamped StampedDelta(string prefix)
    {
        reply.CountOutput();
        return new SendStamped("response.output_text.delta", micros =>
        {
            var text = $"{prefix}@{micros} ";
            said.Append(text);
            return EventJson.Data("response.output_text.delta", writer => WriteDelta(writer, text));
        });
    }

    public SendEvent Done() => Item("response.output_item.done", "completed", said.ToString());

    private SendEvent Item(string type, string status, string? text) => EventJson.Event(type, writer =>
    {
        writer.WriteNumber("output_index", index);
        writer.WriteStartObject("item");
        writer.WriteString("type", "message");
        writer.WriteString("id", id);
        writer.WriteString("role", "assistant");
        writer.WriteString("status", status);
        if (phase is not null)
        {
            writer.WriteString("phase", phase);
        }

        writer.WriteStartArray("content");
        if (text is not null)
        {
            writer.WriteStartObject();
            writer.WriteString("type", "output_text");
            writer.WriteString("text", text);
            writer.WriteStartArray("annotations");
            writer.WriteEndArray();
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    });

    private void WriteDelta(Utf8JsonWriter writer, string text)
    {
        writer.WriteString("item_id", id);
        writer.WriteNumber("output_index", index);
        writer.WriteNumber("content_index", 0);
        writer.WriteString("delta", text);
    }
}
