using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using CodexA2A.Protocol.Json;

namespace CodexA2A.Tasks;

/// <summary>
/// The JSON Schema that an answer must fit, <c>metadata.codex.output_schema</c>: the part of draft 2020-12 that is listed in
/// <see cref="SchemaKeywords"/>. What uses more is refused, so that no answer is called right that nobody checked. One judge for both
/// sides of the seam.
/// </summary>
public sealed class OutputSchema
{
    /// <summary>Most bytes of a schema.</summary>
    public const int MaxBytes = 64 * 1024;

    /// <summary>How deep a schema and an answer may be nested.</summary>
    public const int MaxDepth = 64;

    private const string Name = "output_schema";
    private const string CamelName = "outputSchema";

    private OutputSchema(JsonElement schema) => Schema = schema;

    /// <summary>The schema as it was given.</summary>
    public JsonElement Schema { get; }

    /// <summary>Reads it; null where none is given.</summary>
    /// <exception cref="A2AException">InvalidParams, naming the field.</exception>
    public static OutputSchema? Read(MetadataReader metadata)
    {
        ArgumentNullException.ThrowIfNull(metadata);
        var (snake, camel) = (metadata.Node(["codex", Name]), metadata.Node(["codex", CamelName]));
        if (snake is not null && camel is not null)
        {
            throw A2AException.InvalidParams($"metadata.codex.{CamelName}", $"is given besides {Name}; give one of them");
        }

        if ((snake ?? camel) is not (var node, var field))
        {
            return null;
        }

        if (node is not JsonObject)
        {
            throw A2AException.InvalidParams(field, "must be a JSON Schema, an object");
        }

        if (Encoding.UTF8.GetByteCount(node.ToJsonString()) > MaxBytes)
        {
            throw A2AException.InvalidParams(field, $"must have at most {MaxBytes:N0} bytes");
        }

        var schema = A2AJson.ToElement(node);
        SchemaKeywords.Check(schema, field);
        return new OutputSchema(schema);
    }

    /// <summary>Reads an answer: JSON and nothing else, that fits the schema.</summary>
    /// <param name="answer">What the agent said; null when it said nothing.</param>
    /// <param name="maxBytes">Most bytes of it.</param>
    public CheckedAnswer Check(string? answer, int maxBytes)
    {
        if (string.IsNullOrWhiteSpace(answer))
        {
            return new CheckedAnswer(null, ["there is no answer"]);
        }

        if (Encoding.UTF8.GetByteCount(answer) > maxBytes)
        {
            return new CheckedAnswer(null, [$"the answer has more than {maxBytes:N0} bytes"]);
        }

        JsonElement value;
        try
        {
            using var document = JsonDocument.Parse(answer, new JsonDocumentOptions { MaxDepth = MaxDepth });
            value = document.RootElement.Clone();
        }
        catch (JsonException exception)
        {
            return new CheckedAnswer(null, [$"the answer is not JSON: {exception.Message}"]);
        }

        if (value.ValueKind == JsonValueKind.Null)
        {
            return new CheckedAnswer(null, ["the answer is null"]);
        }

        var errors = SchemaCheck.Errors(Schema, value);
        return new CheckedAnswer(errors.Count == 0 ? value : null, errors);
    }
}

/// <summary>An answer that was checked.</summary>
/// <param name="Value">The answer where it fits; else null.</param>
/// <param name="Errors">What is wrong with it, each with its place as a JSON Pointer; a few of them where there are many.</param>
public sealed record CheckedAnswer(JsonElement? Value, IReadOnlyList<string> Errors);
