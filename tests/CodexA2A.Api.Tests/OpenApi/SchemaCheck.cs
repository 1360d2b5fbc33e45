using System.Text.Json;
using System.Text.Json.Nodes;

namespace CodexA2A.Api.Tests.OpenApi;

/// <summary>Holds a value against a schema: the words of JSON Schema that our description uses, and no member that it does not name.</summary>
internal sealed class SchemaCheck(JsonNode document)
{
    private static readonly HashSet<string> Words =
        ["$ref", "type", "properties", "required", "items", "enum", "oneOf", "additionalProperties", "format", "contentEncoding", "description"];

    /// <summary>What is wrong, a line each.</summary>
    public IEnumerable<string> Problems(JsonNode? schema, JsonNode? value, string path = "$")
    {
        foreach (var word in schema!.AsObject().Where(member => !Words.Contains(member.Key)))
        {
            yield return $"{path}: {word.Key} is not understood by the test";
        }

        if (schema["$ref"] is { } reference)
        {
            foreach (var problem in Problems(Resolve((string)reference!), value, path)) yield return problem;
            yield break;
        }

        if (schema["type"] is { } type && !Types(type).Any(name => Is(name, value))) yield return $"{path} is no {type.ToJsonString()}: {value?.ToJsonString()}";
        if (schema["enum"] is JsonArray names && !names.Any(name => JsonNode.DeepEquals(name, value))) yield return $"{path} is none of {names.ToJsonString()}: {value?.ToJsonString()}";
        if (schema["format"] is { } format && (string)format! == "date-time" && !DateTimeOffset.TryParse((string?)value, out _)) yield return $"{path} is no time: {value}";
        foreach (var problem in Members(schema, value, path)) yield return problem;
        if (schema["items"] is { } items && value is JsonArray list)
        {
            foreach (var problem in list.SelectMany((item, i) => Problems(items, item, $"{path}[{i}]"))) yield return problem;
        }
    }

    private IEnumerable<string> Members(JsonNode schema, JsonNode? value, string path)
    {
        if (value is not JsonObject members) yield break;
        foreach (var name in (schema["required"]?.AsArray() ?? []).Where(name => !members.ContainsKey((string)name!))) yield return $"{path}.{name} is missing";
        if (schema["oneOf"] is JsonArray choices && choices.Count(choice => choice!["required"]!.AsArray().All(name => members.ContainsKey((string)name!))) != 1) yield return $"{path} is not exactly one of {choices.ToJsonString()}";
        if (schema["properties"] is not JsonObject properties && schema["additionalProperties"] is null) yield break;
        foreach (var (name, member) in members)
        {
            var known = schema["properties"]?[name] ?? schema["additionalProperties"];
            if (known is null) yield return $"{path}.{name} is not in the schema";
            else foreach (var problem in Problems(known, member, $"{path}.{name}")) yield return problem;
        }
    }

    public JsonNode Resolve(string reference) => reference.Split('/').Skip(1).Aggregate(document, (node, name) => node[name]!);

    private static IEnumerable<string> Types(JsonNode type) => type is JsonArray names ? names.Select(name => (string)name!) : [(string)type!];

    private static bool Is(string type, JsonNode? value) => (type, value?.GetValueKind() ?? JsonValueKind.Null) switch
    {
        ("null", JsonValueKind.Null) or ("string", JsonValueKind.String) or ("object", JsonValueKind.Object) or ("array", JsonValueKind.Array)
            or ("boolean", JsonValueKind.True or JsonValueKind.False) => true,
        ("integer", JsonValueKind.Number) => value!.AsValue().TryGetValue<int>(out _),
        _ => false,
    };
}
