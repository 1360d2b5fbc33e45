using System.Text.Json;
using System.Text.Json.Serialization;

namespace CodexA2A.Protocol.Json;

/// <summary>An enum by its proto names; numbers are accepted too, anything unknown is refused (ProtoJSON).</summary>
internal abstract class WireEnumConverter<T>(string[] names, Func<int, T> fromNumber, Func<T, int> toNumber) : JsonConverter<T>
    where T : struct, Enum
{
    private readonly JsonEncodedText[] encoded = [.. names.Select(name => JsonEncodedText.Encode(name))];

    public override bool HandleNull => true;

    public override T Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType == JsonTokenType.Null) return fromNumber(0);
        if (reader.TokenType == JsonTokenType.String)
        {
            for (var i = 0; i < encoded.Length; i++)
                if (reader.ValueTextEquals(encoded[i].EncodedUtf8Bytes))
                    return fromNumber(i);
        }
        else if (reader.TokenType == JsonTokenType.Number && reader.TryGetInt32(out var number) && number >= 0 && number < names.Length)
        {
            return fromNumber(number);
        }
        throw new ShapeException("must be one of " + string.Join(", ", names.Skip(1)));
    }

    public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options) => writer.WriteStringValue(encoded[toNumber(value)]);
}

/// <summary>States by their proto names.</summary>
internal sealed class TaskStateConverter() : WireEnumConverter<TaskState>(WireNames.TaskStates, number => (TaskState)number, state => (int)state);

/// <summary>Roles by their proto names.</summary>
internal sealed class RoleConverter() : WireEnumConverter<Role>(WireNames.Roles, number => (Role)number, role => (int)role);
