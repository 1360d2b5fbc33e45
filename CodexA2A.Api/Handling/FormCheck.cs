using System.Globalization;
using System.Net.Mail;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace CodexA2A.Api.Handling;

/// <summary>Checks a filled form against the flat schema of an MCP elicitation; what the schema says in words we do not know is let pass. Pure.</summary>
internal static class FormCheck
{
    /// <summary>What does not fit, by member.</summary>
    /// <param name="schema">Its <c>properties</c> and <c>required</c>.</param>
    /// <param name="content">The form.</param>
    /// <param name="closed">No members but those of the schema.</param>
    public static List<FieldViolation> Wrong(JsonObject schema, JsonObject content, bool closed)
    {
        var wrong = new List<FieldViolation>();
        var properties = schema["properties"] as JsonObject;
        foreach (var name in (schema["required"] as JsonArray ?? []).Select(JsonText.Of).OfType<string>())
        {
            if (content[name] is null) wrong.Add(new FieldViolation(Name(name), "is required"));
        }

        foreach (var (name, value) in content)
        {
            if (properties?[name] is JsonObject property)
            {
                if (value is not null && Fault(property, value) is { } fault) wrong.Add(new FieldViolation(Name(name), fault));
            }
            else if (closed && properties is not null)
            {
                wrong.Add(new FieldViolation(Name(name), "is not asked for"));
            }
        }

        return wrong;
    }

    private static string? Fault(JsonObject schema, JsonNode value) => JsonText.Of(schema["type"]) switch
    {
        "string" => value.GetValueKind() == JsonValueKind.String ? TextFault(schema, JsonText.Of(value)!) : "must be a string",
        "boolean" => value.GetValueKind() is JsonValueKind.True or JsonValueKind.False ? null : "must be true or false",
        "number" => NumberFault(schema, value, whole: false),
        "integer" => NumberFault(schema, value, whole: true),
        "array" => ListFault(schema, value),
        _ => null,
    };

    private static string? TextFault(JsonObject schema, string text)
    {
        if (Choices(schema) is { } choices && !choices.Contains(text)) return OneOf(choices);
        var length = new StringInfo(text).LengthInTextElements;
        if (Number(schema["minLength"]) is { } least && length < least) return $"must have at least {Say(least)} characters";
        if (Number(schema["maxLength"]) is { } most && length > most) return $"must have at most {Say(most)} characters";
        return JsonText.Of(schema["format"]) switch
        {
            "email" => MailAddress.TryCreate(text, out var mail) && mail.Address == text ? null : "must be an e-mail address",
            "uri" => Uri.TryCreate(text, UriKind.Absolute, out _) ? null : "must be an absolute URI",
            "date" => DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _) ? null : "must be a date, as 2026-01-31",
            "date-time" => text.Contains('T', StringComparison.OrdinalIgnoreCase)
                && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind, out _) ? null : "must be a time, as 2026-01-31T12:00:00Z",
            _ => null,
        };
    }

    private static string? NumberFault(JsonObject schema, JsonNode value, bool whole)
    {
        if (Number(value) is not { } number) return whole ? "must be a whole number" : "must be a number";
        if (whole && number != Math.Floor(number)) return "must be a whole number";
        if (Number(schema["minimum"]) is { } least && number < least) return $"must be at least {Say(least)}";
        return Number(schema["maximum"]) is { } most && number > most ? $"must be at most {Say(most)}" : null;
    }

    private static string? ListFault(JsonObject schema, JsonNode value)
    {
        if (value is not JsonArray list) return "must be a list";
        if (Number(schema["minItems"]) is { } least && list.Count < least) return $"must have at least {Say(least)} entries";
        if (Number(schema["maxItems"]) is { } most && list.Count > most) return $"must have at most {Say(most)} entries";
        return schema["items"] is JsonObject items && Choices(items) is { } choices && !list.All(item => JsonText.Of(item) is { } text && choices.Contains(text))
            ? $"has an entry that {OneOf(choices)}" : null;
    }

    private static List<string>? Choices(JsonObject schema) =>
        schema["enum"] is JsonArray names ? [.. names.Select(JsonText.Of).OfType<string>()]
        : (schema["oneOf"] ?? schema["anyOf"]) is JsonArray titled ? [.. titled.Select(option => JsonText.Of((option as JsonObject)?["const"])).OfType<string>()]
        : null;

    private static string OneOf(List<string> choices) =>
        "must be one of: " + string.Join(", ", choices.Take(16).Select(Name)) + (choices.Count > 16 ? ", …" : "");

    private static string Name(string text) => text.Length <= 64 ? text : text[..64];

    private static string Say(double number) => number.ToString(CultureInfo.InvariantCulture);

    private static double? Number(JsonNode? node) =>
        node?.GetValueKind() == JsonValueKind.Number && node.AsValue().TryGetValue(out double number) ? number : null;
}
