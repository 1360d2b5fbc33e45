using System.Text;
using System.Text.Json;

namespace CodexA2A.ScriptedModel.Steps;

/// <summary>What the model thinks: a summary for people, and the raw text where a client shows it.</summary>
internal sealed class ReasoningItem(Reply reply)
{
    private readonly string id = Ids.New("rs");
    private readonly int index = reply.TakeIndex();
    private readonly List<StringBuilder> summaries = [];
    private readonly StringBuilder raw = new();

    public SendEvent Added() => Item("response.output_item.added");

    public SendEvent SummaryPartAdded()
    {
        summaries.Add(new StringBuilder());
        return EventJson.Event("response.reasoning_summary_part.added", writer =>
        {
            WritePlace(writer, "summary_index", summaries.Count - 1);
            writer.WriteStartObject("part");
            writer.WriteString("type", "summary_text");
            writer.WriteString("text", "");
            writer.WriteEndObject();
        });
    }

    public SendEvent SummaryDelta(string text)
    {
        summaries[^1].Append(text);
        reply.CountOutput(reasoning: true);
        return Delta("response.reasoning_summary_text.delta", "summary_index", summaries.Count - 1, text);
    }

    public SendEvent RawDelta(string text)
    {
        raw.Append(text);
        reply.CountOutput(reasoning: true);
        return Delta("response.reasoning_text.delta", "content_index", 0, text);
    }

    public SendEvent Done() => Item("response.output_item.done");

    private SendEvent Delta(string type, string place, int number, string text) => EventJson.Event(type, writer =>
    {
        WritePlace(writer, place, number);
        writer.WriteString("delta", text);
    });

    private void WritePlace(Utf8JsonWriter writer, string place, int number)
    {
        writer.WriteString("item_id", id);
        writer.WriteNumber("output_index", index);
        writer.WriteNumber(place, number);
    }

    private SendEvent Item(string type) => EventJson.Event(type, writer =>
    {
        writer.WriteNumber("output_index", index);
        writer.WriteStartObject("item");
        writer.WriteString("type", "reasoning");
        writer.WriteString("id", id);
        WriteTexts(writer, "summary", "summary_text", summaries.Select(part => part.ToString()));
        if (raw.Length > 0)
        {
            WriteTexts(writer, "content", "reasoning_text", [raw.ToString()]);
        }

        writer.WriteNull("encrypted_content");
        writer.WriteEndObject();
    });

    private static void WriteTexts(Utf8JsonWriter writer, string name, string type, IEnumerable<string> texts)
    {
        writer.WriteStartArray(name);
        foreach (var text in texts)
        {
            writer.WriteStartObject();
            writer.WriteString("type", type);
            writer.WriteString("text", text);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }
}
