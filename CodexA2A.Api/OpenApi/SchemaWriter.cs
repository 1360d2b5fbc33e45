using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using CodexA2A.Protocol.Json;

namespace CodexA2A.Api.OpenApi;

/// <summary>Writes JSON schemas of the wire types from the contracts that read and write them, so that there is nothing to keep in step.</summary>
internal sealed class SchemaWriter
{
    private readonly SortedDictionary<string, JsonObject> schemas = new(StringComparer.Ordinal);

    /// <summary>The schemas that were referred to, by name.</summary>
    public JsonObject Components => new(schemas.Select(pair => KeyValuePair.Create<string, JsonNode?>(pair.Key, pair.Value.DeepClone())));

    /// <summary>A schema, or a reference to one of <see cref="Components"/>.</summary>
    public JsonObject Of(Type type)
    {
        var value = Nullable.GetUnderlyingType(type) ?? type;
        if (ScalarSchemas.Of(value) is { } scalar) return scalar;
        if (value.IsGenericType && value.GetGenericTypeDefinition() == typeof(IReadOnlyList<>))
        {
            return new JsonObject { ["type"] = "array", ["items"] = Of(value.GetGenericArguments()[0]) };
        }

        if (value.IsGenericType && value.GetGenericTypeDefinition() == typeof(IReadOnlyDictionary<,>))
        {
            return new JsonObject { ["type"] = "object", ["additionalProperties"] = Of(value.GetGenericArguments()[1]) };
        }

        var name = NameOf(value);
        if (!schemas.ContainsKey(name))
        {
            // The name first: types name each other in circles.
            var schema = schemas[name] = [];
            if (value.IsEnum) ScalarSchemas.Enum(schema, value);
            else Members(schema, value);
        }

        return Reference(name);
    }

    /// <summary>A reference to a schema that is added by hand.</summary>
    public JsonObject Named(string name, Func<JsonObject> schema)
    {
        if (!schemas.ContainsKey(name)) schemas[name] = schema();
        return Reference(name);
    }

    /// <summary>The member of a type.</summary>
    public JsonObject Member(Type type, string name) => Of(Contract(type).Properties.Single(property => property.Name == name).PropertyType);

    private void Members(JsonObject schema, Type type)
    {
        schema["type"] = "object";
        schema["properties"] = new JsonObject(Contract(type).Properties.Where(property => property.Get is not null)
            .Select(property => KeyValuePair.Create<string, JsonNode?>(property.Name, Of(property.PropertyType))));
        if (A2AJson.RequiredMembers(type) is { Count: > 0 } required) schema["required"] = Extensions.Json.Strings(required);
        if (Alternatives.Of(type) is { } names)
        {
            schema["oneOf"] = new JsonArray([.. names.Select(name => (JsonNode)new JsonObject { ["required"] = Extensions.Json.Strings(name) })]);
        }
    }

    private static JsonTypeInfo Contract(Type type) => A2AJson.Options.GetTypeInfo(type);

    private static JsonObject Reference(string name) => new() { ["$ref"] = "#/components/schemas/" + name };

    // A2A's own name; in C# it would be another Task.
    private static string NameOf(Type type) => type == typeof(AgentTask) ? "Task" : type.Name;
}
