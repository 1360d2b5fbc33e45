namespace CodexA2A.ScriptedModel.Steps;

/// <summary>A call of a tool; complete at once, as Codex acts on the finished item only.</summary>
internal static class CallItem
{
    /// <summary>A function call with JSON arguments.</summary>
    public static SendEvent Function(Reply reply, string name, string arguments, string? space = null) =>
        EventJson.Event("response.output_item.done", writer =>
        {
            reply.CountOutput();
            writer.WriteNumber("output_index", reply.TakeIndex());
            writer.WriteStartObject("item");
            writer.WriteString("type", "function_call");
            writer.WriteString("id", Ids.New("fc"));
            writer.WriteString("call_id", Ids.New("call"));
            writer.WriteString("name", name);
            if (space is not null)
            {
                writer.WriteString("namespace", space);
            }

            writer.WriteString("arguments", arguments);
            writer.WriteString("status", "completed");
            writer.WriteEndObject();
        });

    /// <summary>A call of a freeform tool, whose input is plain text.</summary>
    public static SendEvent Custom(Reply reply, string name, string input) =>
        EventJson.Event("response.output_item.done", writer =>
        {
            reply.CountOutput();
            writer.WriteNumber("output_index", reply.TakeIndex());
            writer.WriteStartObject("item");
            writer.WriteString("type", "custom_tool_call");
            writer.WriteString("id", Ids.New("ctc"));
            writer.WriteString("call_id", Ids.New("call"));
            writer.WriteString("name", name);
            writer.WriteString("input", input);
            writer.WriteString("status", "completed");
            writer.WriteEndObject();
        });
}
