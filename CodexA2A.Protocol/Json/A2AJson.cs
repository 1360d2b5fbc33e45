using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace CodexA2A.Protocol.Json;

/// <summary>JSON of the A2A 1.0 wire: the one options object and the ways in and out. Untrusted input goes through <see cref="A2AJsonInput"/>.</summary>
public static class A2AJson
{
    /// <summary>Deepest nesting of what we write and read back. Deeper than what is accepted from outside, because a client's metadata nests deeper inside a task.</summary>
    private const int OwnMaxDepth = 128;

    /// <summary>The one options object, read-only. To combine our types with others, put its resolver first into a chain.</summary>
    public static JsonSerializerOptions Options { get; } = Create();

    /// <summary>Contracts of the types on the wire, by name.</summary>
    public static A2AJsonTypes Context { get; } = new();

    /// <summary>The contract of a wire type.</summary>
    /// <exception cref="NotSupportedException">The type is not on the wire.</exception>
    public static JsonTypeInfo<T> TypeInfo<T>() => Cached<T>.Info;

    /// <summary>The members of a wire type that must be there (A2A 1.0, 5.7), by their wire names.</summary>
    /// <exception cref="NotSupportedException">The type is not on the wire.</exception>
    public static IReadOnlyList<string> RequiredMembers(Type type)
    {
        Options.GetTypeInfo(type);
        return ProtoJsonContract.Required.GetValueOrDefault(type, []);
    }

    /// <summary>A value as UTF-8 JSON.</summary>
    /// <exception cref="JsonException">Of alternatives not exactly one is set.</exception>
    public static byte[] Serialize<T>(T value) => JsonSerializer.SerializeToUtf8Bytes(value, Cached<T>.Info);

    /// <summary>Writes a value into a document under way.</summary>
    /// <exception cref="JsonException">Of alternatives not exactly one is set.</exception>
    public static void Serialize<T>(Utf8JsonWriter writer, T value) => JsonSerializer.Serialize(writer, value, Cached<T>.Info);

    /// <summary>Reads what we wrote ourselves (log, store). For input from outside: <see cref="A2AJsonInput"/>.</summary>
    /// <exception cref="JsonException">Not JSON, or not of this shape.</exception>
    public static T Deserialize<T>(ReadOnlySpan<byte> utf8) =>
        JsonSerializer.Deserialize(utf8, Cached<T>.Info) ?? throw new JsonException("The value is null.");

    /// <summary>A node as an element of its own.</summary>
    public static JsonElement ToElement(JsonNode node) => JsonSerializer.SerializeToElement(node, Cached<JsonNode>.Info);

    private static JsonSerializerOptions Create()
    {
        var options = new JsonSerializerOptions
        {
            TypeInfoResolver = A2AJsonContext.Default.WithAddedModifier(ProtoJsonContract.Apply),
            PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
            DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault,
            Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
            AllowDuplicateProperties = false,
            MaxDepth = OwnMaxDepth,
            Converters =
            {
                new TaskStateConverter(), new RoleConverter(), new TimestampConverter(), new BytesConverter(), new Int32Converter(), new BoolConverter(),
            },
        };
        options.MakeReadOnly();
        return options;
    }

    private static class Cached<T>
    {
        internal static readonly JsonTypeInfo<T> Info = (JsonTypeInfo<T>)Options.GetTypeInfo(typeof(T));
    }
}
