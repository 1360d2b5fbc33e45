using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace CodexA2A.Api.Extensions;

/// <summary>Reads the params of our own methods: snake_case and camelCase alike, nothing that is not known.</summary>
internal sealed class MethodParams
{
    private readonly Dictionary<string, JsonElement> values = new(StringComparer.Ordinal);
    private readonly string path;

    /// <summary>Takes the params in.</summary>
    /// <param name="parameters">An object.</param>
    /// <param name="known">The names, in snake_case.</param>
    /// <exception cref="A2AException">InvalidParams: a name is not known, or given in both spellings.</exception>
    public MethodParams(JsonElement parameters, params ReadOnlySpan<string> known) : this("", parameters, known)
    {
    }

    /// <summary>Takes members in that lie elsewhere in a request.</summary>
    /// <param name="path">Where, with a dot at its end.</param>
    /// <param name="parameters">An object.</param>
    /// <param name="known">The names, in snake_case.</param>
    internal MethodParams(string path, JsonElement parameters, ReadOnlySpan<string> known)
    {
        this.path = path;
        foreach (var property in parameters.EnumerateObject())
        {
            var name = JsonNamingPolicy.SnakeCaseLower.ConvertName(property.Name);
            // A client's own word goes back to it, but never at length.
            if (!known.Contains(name)) throw A2AException.InvalidParams(property.Name.Length <= 64 ? path + property.Name : "params", "is not known to this method");
            if (!values.TryAdd(name, property.Value)) throw A2AException.InvalidParams(path + name, "is given twice");
        }
    }

    /// <summary>A string that must be there.</summary>
    public string Text(string name) => OptionalText(name) is { Length: > 0 } text ? text : throw A2AException.InvalidParams(path + name, "is required");

    /// <summary>A string that may be there.</summary>
    public string? OptionalText(string name) => !values.TryGetValue(name, out var value) || value.ValueKind == JsonValueKind.Null ? null
        : value.ValueKind == JsonValueKind.String ? value.GetString()
        : throw A2AException.InvalidParams(path + name, "must be a string");

    /// <summary>The path of a member, for an error.</summary>
    public string Field(string name) => path + name;

    /// <summary>As it was given; null when it is not there.</summary>
    public JsonNode? Raw(string name) => Find(name) is { } value ? value.ValueKind switch
    {
        JsonValueKind.Object => JsonObject.Create(value.Clone()),
        JsonValueKind.Array => JsonArray.Create(value.Clone()),
        _ => JsonValue.Create(value.Clone()),
    } : null;

    /// <summary>An object that may be there.</summary>
    public JsonObject? OptionalObject(string name) => Find(name) is not { } value ? null
        : value.ValueKind == JsonValueKind.Object ? JsonObject.Create(value.Clone())
        : throw A2AException.InvalidParams(path + name, "must be an object");

    /// <summary>True when it is given, be it null.</summary>
    public bool Has(string name) => values.ContainsKey(name);

    /// <summary>A whole number within limits that may be there.</summary>
    public int? OptionalNumber(string name, int least, int most) => Find(name) is not { } value ? null
        : value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var number) && number >= least && number <= most ? number
        : throw A2AException.InvalidParams(path + name, string.Create(CultureInfo.InvariantCulture, $"must be a whole number from {least} to {most}"));

    /// <summary>True or false, where it is given.</summary>
    public bool? OptionalFlag(string name) => Find(name) switch
    {
        null => null,
        { ValueKind: JsonValueKind.True } => true,
        { ValueKind: JsonValueKind.False } => false,
        _ => throw A2AException.InvalidParams(path + name, "must be true or false"),
    };

    /// <summary>A list of at most so many strings, where it is given.</summary>
    public IReadOnlyList<string>? OptionalTexts(string name, int most) => Find(name) is not { } value ? null
        : IsStrings(value) && value.GetArrayLength() <= most ? [.. value.EnumerateArray().Select(item => item.GetString()!)]
        : throw A2AException.InvalidParams(path + name, string.Create(CultureInfo.InvariantCulture, $"must be a list of at most {most} strings"));

    /// <summary>The params in an object; those of an empty one where it is not given.</summary>
    public MethodParams Nested(string name, params ReadOnlySpan<string> known) => Find(name) is not { } value ? new MethodParams($"{path}{name}.", Empty, known)
        : value.ValueKind == JsonValueKind.Object ? new MethodParams($"{path}{name}.", value, known)
        : throw A2AException.InvalidParams(path + name, "must be an object");

    /// <summary>The answers to each question: a list of lists of strings.</summary>
    public IReadOnlyList<IReadOnlyList<string>> Answers(string name)
    {
        if (!values.TryGetValue(name, out var value)) throw A2AException.InvalidParams(path + name, "is required");
        if (value.ValueKind == JsonValueKind.Array && value.EnumerateArray().All(IsStrings))
        {
            return [.. value.EnumerateArray().Select(answers => (IReadOnlyList<string>)[.. answers.EnumerateArray().Select(answer => answer.GetString()!)])];
        }

        throw A2AException.InvalidParams(path + name, "must be a list with one list of strings for each question");
    }

    private static JsonElement Empty { get; } = JsonElement.Parse("{}");

    /// <summary>Whatever is given; null where nothing is.</summary>
    public JsonElement? Find(string name) => values.TryGetValue(name, out var value) && value.ValueKind != JsonValueKind.Null ? value : null;

    private static bool IsStrings(JsonElement value) =>
        value.ValueKind == JsonValueKind.Array && value.EnumerateArray().All(item => item.ValueKind == JsonValueKind.String);
}
