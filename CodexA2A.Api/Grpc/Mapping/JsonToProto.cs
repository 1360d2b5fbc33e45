using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using CodexA2A.Protocol.Json;
using Google.Protobuf.WellKnownTypes;

namespace CodexA2A.Api.Grpc.Mapping;

/// <summary>
/// JSON as google.protobuf.Struct and Value. Numbers are doubles there: an integer is exact up to 2^53. What nests deeper than clients
/// read goes as text in <c>{"json": "…"}</c>; nothing does that was written by this release (<see cref="JsonNesting"/>).
/// </summary>
internal static class JsonToProto
{
    /// <summary>Free data; null stays unset.</summary>
    public static Struct? ToStruct(this JsonObject? json)
    {
        if (json is null) return null;
        return JsonNesting.IsWithin(json) ? Members(json) : JsonNesting.Limit(A2AJson.ToElement(json), JsonNesting.MaxLevels).AsObject().ToStruct();
    }

    /// <summary>A JSON value.</summary>
    public static Value ToValue(this JsonElement json) =>
        JsonNesting.IsWithin(json) ? Element(json) : Node(JsonNesting.Limit(json, JsonNesting.MaxLevels));

    private static Struct Members(JsonObject json)
    {
        var result = new Struct();
        foreach (var (key, node) in json)
        {
            result.Fields[key] = Node(node);
        }

        return result;
    }

    private static Value Element(JsonElement json)
    {
        switch (json.ValueKind)
        {
            case JsonValueKind.Object:
                var members = new Struct();
                foreach (var member in json.EnumerateObject())
                {
                    members.Fields[member.Name] = Element(member.Value);
                }

                return new Value { StructValue = members };
            case JsonValueKind.Array:
                var list = new ListValue();
                foreach (var item in json.EnumerateArray())
                {
                    list.Values.Add(Element(item));
                }

                return new Value { ListValue = list };
            case JsonValueKind.String:
                return new Value { StringValue = json.GetString()! };
            case JsonValueKind.Number:
                return new Value { NumberValue = Finite(json.GetDouble()) };
            case JsonValueKind.True or JsonValueKind.False:
                return new Value { BoolValue = json.GetBoolean() };
            default:
                return Null();
        }
    }

    private static Value Node(JsonNode? node)
    {
        switch (node)
        {
            case null:
                return Null();
            case JsonObject members:
                return new Value { StructValue = Members(members) };
            case JsonArray array:
                var list = new ListValue();
                foreach (var item in array)
                {
                    list.Values.Add(Node(item));
                }

                return new Value { ListValue = list };
            case JsonValue value when value.TryGetValue<JsonElement>(out var element):
                return Element(element);
            default:
                return Scalar(node.AsValue());
        }
    }

    /// <summary>A value that code made, of whatever type of number it was made.</summary>
    private static Value Scalar(JsonValue value) => value.GetValueKind() switch
    {
        JsonValueKind.String => new Value { StringValue = value.TryGetValue<string>(out var text) ? text : value.ToString() },
        JsonValueKind.Number => new Value { NumberValue = Finite(double.Parse(value.ToJsonString(), CultureInfo.InvariantCulture)) },
        JsonValueKind.True => new Value { BoolValue = true },
        JsonValueKind.False => new Value { BoolValue = false },
        _ => Null(),
    };

    /// <summary>JSON has numbers that no double holds; what is read back must be JSON again.</summary>
    private static double Finite(double number) => double.IsFinite(number) ? number : number > 0 ? double.MaxValue : double.MinValue;

    private static Value Null() => new() { NullValue = NullValue.NullValue };
}
