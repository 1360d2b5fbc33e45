using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using CodexA2A.Protocol.Json;

namespace CodexA2A.Tasks;

/// <summary>JSON of what the seam stores beside A2A events: commands, interrupts and their answers.</summary>
internal static class SeamJson
{
    private static readonly JsonSerializerOptions Options = Create();

    /// <summary>The contract of <typeparamref name="T"/>.</summary>
    public static JsonTypeInfo<T> TypeInfo<T>() => Cached<T>.Info;

    /// <summary>A value as UTF-8 JSON.</summary>
    public static byte[] Serialize<T>(T value) => JsonSerializer.SerializeToUtf8Bytes(value, Cached<T>.Info);

    /// <summary>Reads what <see cref="Serialize"/> wrote.</summary>
    /// <exception cref="JsonException">It is not that.</exception>
    public static T Deserialize<T>(ReadOnlySpan<byte> utf8) =>
        JsonSerializer.Deserialize(utf8, Cached<T>.Info) ?? throw new JsonException("The value is null.");

    private static JsonSerializerOptions Create()
    {
        // The A2A types keep their own contracts: their resolver comes first.
        var options = new JsonSerializerOptions(A2AJson.Options)
        {
            TypeInfoResolver = JsonTypeInfoResolver.Combine(A2AJson.Options.TypeInfoResolver, SeamJsonContext.Default),
            DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        };
        options.MakeReadOnly();
        return options;
    }

    private static class Cached<T>
    {
        internal static readonly JsonTypeInfo<T> Info = (JsonTypeInfo<T>)Options.GetTypeInfo(typeof(T));
    }
}

/// <summary>Generated contracts of the seam's own records.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, GenerationMode = JsonSourceGenerationMode.Metadata, UseStringEnumConverter = true)]
[JsonSerializable(typeof(TurnCommand))]
[JsonSerializable(typeof(Interrupt))]
[JsonSerializable(typeof(InterruptReply))]
[JsonSerializable(typeof(StoredWebhook))]
[JsonSerializable(typeof(ControlMessage))]
[JsonSerializable(typeof(ControlReply))]
[JsonSerializable(typeof(WebhookProgress))]
internal sealed partial class SeamJsonContext : JsonSerializerContext;
