using System.Text.Json;

namespace CodexA2A.ScriptedModel.Requests;

/// <summary>Turns the body of a Responses request into a <see cref="ModelRequest"/>.</summary>
internal static class RequestReader
{
    /// <summary>Reads what scenarios need.</summary>
    /// <exception cref="BadRequestException">The body is JSON, but not a Responses request.</exception>
    public static ModelRequest Read(int number, JsonElement body)
    {
        if (body.ValueKind != JsonValueKind.Object || !body.TryGetProperty("input", out var input))
        {
            throw new BadRequestException("invalid_request", "The body must be an object with 'model' and 'input'.");
        }

        List<string> texts = [];
        List<string> images = [];
        List<ToolOutput> outputs = [];
        foreach (var item in Items(input))
        {
            switch (item.GetString("type") ?? "message")
            {
                case "message" when item.GetString("role") == "user":
                    var text = InputContent.Text(item);
                    if (InjectedText.IsInjected(text))
                    {
                        break;
                    }

                    texts.Add(text);
                    images = InputContent.Images(item);
                    outputs = [];
                    break;
                case "function_call_output" or "custom_tool_call_output":
                    outputs.Add(new ToolOutput(item.GetString("call_id") ?? "", InputContent.Output(item)));
                    break;
            }
        }

        return new ModelRequest
        {
            Number = number,
            Model = body.GetString("model") ?? "",
            UserText = texts.LastOrDefault() ?? "",
            UserTexts = texts,
            Images = images,
            ToolOutputs = outputs,
            Tools = ToolNames.Read(body),
            WantsJson = body.TryGetProperty("text", out var form) && form.ValueKind == JsonValueKind.Object
                && form.TryGetProperty("format", out var format) && format.ValueKind == JsonValueKind.Object && format.GetString("type") == "json_schema",
            Body = body,
        };
    }

    private static IEnumerable<JsonElement> Items(JsonElement input) => input.ValueKind switch
    {
        JsonValueKind.Array => input.EnumerateArray().Where(item => item.ValueKind == JsonValueKind.Object),
        JsonValueKind.String => [Message(input)],
        _ => throw new BadRequestException("invalid_request", "'input' must be a string or a list of items."),
    };

    // The API also takes a plain string for one user message.
    private static JsonElement Message(JsonElement text)
    {
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            writer.WriteString("role", "user");
            writer.WriteString("content", text.GetString());
            writer.WriteEndObject();
        }

        using var document = JsonDocument.Parse(buffer.ToArray());
        return document.RootElement.Clone();
    }
}
