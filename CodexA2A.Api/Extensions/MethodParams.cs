using System.Text.Json;

namespace CodexA2A.Api.Extensions;

/// <summary>Reads the params of our own methods: snake_case and camelCase alike, nothing that is not known.</summary>
internal sealed class MethodParams
{
    private readonly Dictionary<string, JsonElement> values = new(StringComparer.Ordinal);

    /// <summary>Takes the params in.</summary>
    /// <param name="parameters">An object.</param>
    /// <param name="known">The names, in snake_case.</param>
    /// <exception cref="A2AException">InvalidParams: a name is not known, or given in both spellings.</exception>
    public MethodParams(JsonElement parameters, params ReadOnlySpan<string> known)
    {
        foreach (var property in parameters.EnumerateObject())
        {
            var name = JsonNamingPolicy.SnakeCaseLower.ConvertName(property.Name);
            // A client's own word goes back to it, but never at length.
            if (!known.Contains(name)) throw A2AException.InvalidParams(property.Name.Length <= 64 ? property.Name : "params", "is not known to this method");
            if (!values.TryAdd(name, property.Value)) throw A2AException.InvalidParams(name, "is given twice");
        }
    }

    /// <summary>A string that must be there.</summary>
    public string Text(string name) => OptionalText(name) is { Length: > 0 } text ? text : throw A2AException.InvalidParams(name, "is required");

    /// <summary>A string that may be there.</summary>
    public string? OptionalText(string name) => !values.TryGetValue(name, out var value) || value.ValueKind == JsonValueKind.Null ? null
        : value.ValueKind == JsonValueKind.String ? value.GetString()
        : throw A2AException.InvalidParams(name, "must be a string");

    /// <summary>The answers to each question: a list of lists of strings.</summary>
    public IReadOnlyList<IReadOnlyList<string>> Answers(string name)
    {
        if (!values.TryGetValue(name, out var value)) throw A2AException.InvalidParams(name, "is required");
        if (value.ValueKind == JsonValueKind.Array && value.EnumerateArray().All(IsStrings))
        {
            return [.. value.EnumerateArray().Select(answers => (IReadOnlyList<string>)[.. answers.EnumerateArray().Select(answer => answer.GetString()!)])];
        }

        throw A2AException.InvalidParams(name, "must be a list with one list of strings for each question");
    }

    private static bool IsStrings(JsonElement value) =>
        value.ValueKind == JsonValueKind.Array && value.EnumerateArray().All(item => item.ValueKind == JsonValueKind.String);
}
