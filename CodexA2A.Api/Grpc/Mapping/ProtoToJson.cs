using System.Text.Json;
using System.Text.Json.Nodes;
using CodexA2A.Protocol.Json;
using Google.Protobuf.WellKnownTypes;

namespace CodexA2A.Api.Grpc.Mapping;

/// <summary>google.protobuf.Struct and Value as JSON. A number without a fraction becomes an integer, as it was before it was a double.</summary>
internal static class ProtoToJson
{
    /// <summary>The largest integer up to which a double has no gaps.</summary>
    private const double LargestExact = 9_007_199_254_740_992;

    /// <summary>Free data; null when unset.</summary>
    /// <exception cref="A2AException">InvalidParams: a number that JSON does not have.</exception>
    public static JsonObject? ToJson(this Struct? proto, string field = "metadata")
    {
        if (proto is null) return null;
        var json = new JsonObject();
        foreach (var (key, value) in proto.Fields)
        {
            json[key] = Node(value, field);
        }

        return json;
    }

    /// <summary>The content of a part; null, which is no content, when it is null or unset.</summary>
    /// <exception cref="A2AException">InvalidParams: a number that JSON does not have.</exception>
    public static JsonElement? ToElement(this Value proto, string field = "data") => Node(proto, field) is { } node ? A2AJson.ToElement(node) : null;

    private static JsonNode? Node(Value value, string field)
    {
        switch (value.KindCase)
        {
            case Value.KindOneofCase.StructValue:
                return value.StructValue.ToJson(field);
            case Value.KindOneofCase.ListValue:
                var array = new JsonArray();
                foreach (var item in value.ListValue.Values)
                {
                    array.Add(Node(item, field));
                }

                return array;
            case Value.KindOneofCase.StringValue:
                return JsonValue.Create(value.StringValue);
            case Value.KindOneofCase.BoolValue:
                return JsonValue.Create(value.BoolValue);
            case Value.KindOneofCase.NumberValue:
                return Number(value.NumberValue, field);
            default:
                return null;
        }
    }

    private static JsonValue Number(double number, string field)
    {
        if (!double.IsFinite(number)) throw A2AException.InvalidParams(field, "has a number that is not finite, which JSON does not have");
        // Minus zero would lose its sign.
        var isExact = Math.Abs(number) <= LargestExact && number == Math.Truncate(number) && !(number == 0 && double.IsNegative(number));
        return isExact ? JsonValue.Create((long)number) : JsonValue.Create(number);
    }
}
