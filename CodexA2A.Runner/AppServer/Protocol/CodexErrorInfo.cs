using System.Text.Json;
using System.Text.Json.Serialization;

namespace CodexA2A.Runner.AppServer.Protocol;

/// <summary>
/// Codex's error kind. On the wire a string (<c>usageLimitExceeded</c>) or an object with one member
/// (<c>{"httpConnectionFailed":{"httpStatusCode":503}}</c>); unknown kinds keep their name.
/// </summary>
/// <param name="Name">Name of the kind, for example <c>contextWindowExceeded</c>.</param>
/// <param name="HttpStatus">Status code of the model provider where one was seen.</param>
/// <param name="TurnKind">Kind of the active turn for <c>activeTurnNotSteerable</c>: <c>review</c> or <c>compact</c>.</param>
[JsonConverter(typeof(CodexErrorInfoConverter))]
internal sealed record CodexErrorInfo(string Name, int? HttpStatus = null, string? TurnKind = null);

/// <summary>Reads both forms of <see cref="CodexErrorInfo"/>; anything else becomes <c>other</c>, so that the turn's end still arrives.</summary>
internal sealed class CodexErrorInfoConverter : JsonConverter<CodexErrorInfo>
{
    /// <inheritdoc/>
    public override CodexErrorInfo? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        using var document = JsonDocument.ParseValue(ref reader);
        var root = document.RootElement;
        if (root.ValueKind == JsonValueKind.String)
            return new CodexErrorInfo(root.GetString()!);
        if (root.ValueKind != JsonValueKind.Object)
            return new CodexErrorInfo("other");
        foreach (var member in root.EnumerateObject())
        {
            var detail = member.Value;
            var status = detail.ValueKind == JsonValueKind.Object
                && detail.TryGetProperty("httpStatusCode", out var code)
                && code.ValueKind == JsonValueKind.Number && code.TryGetInt32(out var number) ? number : (int?)null;
            var kind = detail.ValueKind == JsonValueKind.Object
                && detail.TryGetProperty("turnKind", out var turn)
                && turn.ValueKind == JsonValueKind.String ? turn.GetString() : null;
            return new CodexErrorInfo(member.Name, status, kind);
        }

        return new CodexErrorInfo("other");
    }

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, CodexErrorInfo value, JsonSerializerOptions options)
    {
        if (value is { HttpStatus: null, TurnKind: null })
        {
            writer.WriteStringValue(value.Name);
            return;
        }

        writer.WriteStartObject();
        writer.WriteStartObject(value.Name);
        if (value.HttpStatus is { } status)
            writer.WriteNumber("httpStatusCode", status);
        if (value.TurnKind is { } kind)
            writer.WriteString("turnKind", kind);
        writer.WriteEndObject();
        writer.WriteEndObject();
    }
}
