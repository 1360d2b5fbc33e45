using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace CodexA2A.Protocol.Json;

/// <summary>int32: a number without a fraction (<c>2</c>, <c>2.0</c>, <c>2e0</c>), or the same in a string (ProtoJSON).</summary>
internal sealed class Int32Converter : JsonConverter<int>
{
    public override bool HandleNull => true;

    public override int Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.Null:
                return 0;
            case JsonTokenType.Number when reader.TryGetInt32(out var value):
                return value;
            case JsonTokenType.Number when reader.TryGetDouble(out var value) && Fits(value):
                return (int)value;
            case JsonTokenType.String when double.TryParse(
                reader.GetString(), NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent,
                CultureInfo.InvariantCulture, out var value) && Fits(value):
                return (int)value;
            default:
                throw new ShapeException("must be a whole number of 32 bits");
        }
    }

    public override void Write(Utf8JsonWriter writer, int value, JsonSerializerOptions options) => writer.WriteNumberValue(value);

    private static bool Fits(double value) => value is >= int.MinValue and <= int.MaxValue && Math.Truncate(value) == value;
}
