using System.Text.Json;

namespace CodexA2A.Protocol.Json;

/// <summary>JSON from outside: strict about the text, tolerant about names, and every failure an <see cref="A2AException"/> that says where.</summary>
public static class A2AJsonInput
{
    /// <summary>Deepest nesting accepted, envelope included.</summary>
    public const int MaxDepth = 64;

    /// <summary>Reads a body: UTF-8 without faults, no duplicate names, at most <see cref="MaxDepth"/> deep. The document uses the memory until it is disposed.</summary>
    /// <exception cref="A2AException">ParseError.</exception>
    public static JsonDocument Parse(ReadOnlyMemory<byte> utf8)
    {
        try
        {
            TextCheck.Run(utf8.Span, MaxDepth);
            return JsonDocument.Parse(utf8, new JsonDocumentOptions { MaxDepth = MaxDepth, AllowDuplicateProperties = false });
        }
        catch (ShapeException e)
        {
            throw A2AException.ParseError($"The body is not valid JSON: it {e.Description}.", e);
        }
        catch (JsonException e)
        {
            throw A2AException.ParseError(inner: e);
        }
    }

    /// <summary>Reads a value of a document that <see cref="Parse"/> made. Names in snake_case are accepted.</summary>
    /// <param name="element">The value.</param>
    /// <param name="prefix">Path of the value in the request, put before the path in an error; empty for the request itself.</param>
    /// <exception cref="A2AException">InvalidParams with the path of what is wrong.</exception>
    public static T Read<T>(JsonElement element, string prefix = "") where T : class
    {
        var type = A2AJson.TypeInfo<T>();
        if (element.ValueKind == JsonValueKind.Undefined) throw A2AException.InvalidParams(prefix, "is required");
        byte[]? renamed = null;
        try
        {
            renamed = SnakeCase.Renamed(element, type);
            var value = renamed is null ? element.Deserialize(type) : JsonSerializer.Deserialize(renamed, type);
            return value ?? throw new ShapeException("must not be null");
        }
        catch (JsonException e)
        {
            var description = e is ShapeException shape ? shape.Description
                : renamed is null ? "has the wrong type"
                : "has the wrong type, or is given in both spellings of its name";
            throw A2AException.InvalidParams(FieldPath.Of(e, prefix), description, e);
        }
    }

    /// <summary>Reads a whole body as one value: <see cref="Parse"/>, then <see cref="Read"/>.</summary>
    /// <exception cref="A2AException">ParseError, or InvalidParams with the path of what is wrong.</exception>
    public static T ReadBody<T>(ReadOnlyMemory<byte> utf8) where T : class
    {
        using var document = Parse(utf8);
        return Read<T>(document.RootElement);
    }
}
