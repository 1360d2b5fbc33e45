namespace CodexA2A.ScriptedModel.Steps;

/// <summary>The API's error object.</summary>
internal static class ErrorBody
{
    public static ReadOnlyMemory<byte> Create(string type, string? code, string message) => EventJson.Object(writer =>
    {
        writer.WriteStartObject("error");
        writer.WriteString("type", type);
        writer.WriteString("code", code);
        writer.WriteString("message", message);
        writer.WriteNull("param");
        writer.WriteEndObject();
    });
}
