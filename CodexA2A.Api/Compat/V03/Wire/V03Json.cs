using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace CodexA2A.Api.Compat.V03.Wire;

/// <summary>JSON of the A2A 0.3 wire, in and out: unknown members are ignored, null is not given, and a wrong type is told with its path.</summary>
internal static class V03Json
{
    /// <summary>A message that nests as deep as is accepted is nested deeper in a task, and again around its data.</summary>
    private const int OwnMaxDepth = 192;

    private static readonly V03JsonContext Context = new(new JsonSerializerOptions
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        NumberHandling = JsonNumberHandling.AllowReadingFromString,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        AllowDuplicateProperties = false,
        MaxDepth = OwnMaxDepth,
    });

    /// <summary>A value as UTF-8 JSON.</summary>
    public static byte[] Serialize<T>(T value) where T : class => JsonSerializer.SerializeToUtf8Bytes(value, Type<T>());

    /// <summary>Reads a value from outside.</summary>
    /// <exception cref="A2AException">InvalidParams with the path of what is wrong.</exception>
    public static T Read<T>(JsonElement element) where T : class
    {
        try
        {
            return element.Deserialize(Type<T>()) ?? throw A2AException.InvalidParams("", "must not be null");
        }
        catch (JsonException exception)
        {
            throw A2AException.InvalidParams(PathOf(exception), "has the wrong type", exception);
        }
    }

    private static JsonTypeInfo<T> Type<T>() => (JsonTypeInfo<T>)Context.GetTypeInfo(typeof(T))!;

    private static string PathOf(JsonException exception)
    {
        var path = exception.Path ?? "";
        return path.StartsWith("$.", StringComparison.Ordinal) ? path[2..] : path.TrimStart('$');
    }
}

/// <summary>Generated metadata of every type of the 0.3 wire.</summary>
[JsonSourceGenerationOptions(GenerationMode = JsonSourceGenerationMode.Metadata)]
[JsonSerializable(typeof(RpcTask))]
[JsonSerializable(typeof(RpcStatusUpdate))]
[JsonSerializable(typeof(RpcArtifactUpdate))]
[JsonSerializable(typeof(RpcSendParams))]
[JsonSerializable(typeof(RpcTaskParams))]
[JsonSerializable(typeof(RpcTaskPushConfig))]
[JsonSerializable(typeof(IReadOnlyList<RpcTaskPushConfig>))]
[JsonSerializable(typeof(RestEvent))]
[JsonSerializable(typeof(RestSendRequest))]
[JsonSerializable(typeof(RestTaskPushConfig))]
[JsonSerializable(typeof(RestCreatePushConfig))]
[JsonSerializable(typeof(RestPushConfigs))]
internal sealed partial class V03JsonContext : JsonSerializerContext;
