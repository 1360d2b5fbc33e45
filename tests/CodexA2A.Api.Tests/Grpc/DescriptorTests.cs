using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using CodexA2A.Api.Grpc.Wire;
using CodexA2A.Protocol.Json;
using Google.Protobuf.Reflection;

namespace CodexA2A.Api.Tests.Grpc;

/// <summary>Holds our records against the proto: neither has a name that the other lacks.</summary>
public sealed class DescriptorTests
{
    /// <summary>Records whose name is not the proto's, which would be somebody else's in .NET or against its spelling.</summary>
    private static readonly Dictionary<string, string> Renamed = new()
    {
        ["Task"] = "AgentTask",
        ["APIKeySecurityScheme"] = "ApiKeySecurityScheme",
        ["HTTPAuthSecurityScheme"] = "HttpAuthSecurityScheme",
    };

    public static TheoryData<string> Messages => [.. A2AReflection.Descriptor.MessageTypes.Select(message => message.Name)];

    [Theory]
    [MemberData(nameof(Messages))]
    public void A_message_and_its_record_have_the_same_fields(string name)
    {
        var message = A2AReflection.Descriptor.FindTypeByName<MessageDescriptor>(name);
        var record = typeof(AgentTask).Assembly.GetType($"CodexA2A.Protocol.{Renamed.GetValueOrDefault(name, name)}");
        Assert.NotNull(record);
        var contract = A2AJson.Options.GetTypeInfo(record);
        Assert.Equal(JsonTypeInfoKind.Object, contract.Kind);
        Assert.Equal(
            message.Fields.InDeclarationOrder().Select(field => $"{field.JsonName}: {KindOf(field)}").Order(StringComparer.Ordinal),
            contract.Properties.Where(property => property.Get is not null).Select(property => $"{property.Name}: {KindOf(property.PropertyType)}").Order(StringComparer.Ordinal));
    }

    [Fact]
    public void No_record_is_without_a_message()
    {
        var known = A2AReflection.Descriptor.MessageTypes.Select(message => Renamed.GetValueOrDefault(message.Name, message.Name)).ToHashSet();
        var records = typeof(AgentTask).Assembly.GetExportedTypes().Where(type =>
            type is { IsSealed: true, IsAbstract: false, IsValueType: false, Namespace: "CodexA2A.Protocol" } && type.GetMethod("<Clone>$") is not null);
        Assert.Equal(["A2AErrorRow", "ErrorDetail", "FieldViolation"], records.Select(type => type.Name).Where(name => !known.Contains(name)).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void States_and_roles_have_the_same_numbers_and_names()
    {
        Assert.Equal(
            A2AReflection.Descriptor.FindTypeByName<EnumDescriptor>("TaskState").Values.Select(value => (value.Number, value.Name)),
            Enum.GetValues<CodexA2A.Protocol.TaskState>().Select(state => ((int)state, Name(A2AJson.Serialize(state)))));
        Assert.Equal(
            A2AReflection.Descriptor.FindTypeByName<EnumDescriptor>("Role").Values.Select(value => (value.Number, value.Name)),
            Enum.GetValues<CodexA2A.Protocol.Role>().Select(role => ((int)role, Name(A2AJson.Serialize(role)))));

        static string Name(byte[] json) => (string)JsonNode.Parse(json)!;
    }

    [Fact]
    public void The_service_has_the_eleven_operations()
    {
        var methods = A2AReflection.Descriptor.Services.Single().Methods;
        var names = typeof(Methods).GetFields().Select(field => (string)field.GetRawConstantValue()!);
        Assert.Equal(names.Order(StringComparer.Ordinal), methods.Select(method => method.Name).Order(StringComparer.Ordinal));
        Assert.Equal(["SendStreamingMessage", "SubscribeToTask"], methods.Where(method => method.IsServerStreaming).Select(method => method.Name).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void The_numbers_are_those_of_the_protocol()
    {
        var numbers = A2AReflection.Descriptor.MessageTypes.Select(message =>
            $"{message.Name} {string.Join(' ', message.Fields.InFieldNumberOrder().Select(field => $"{field.FieldNumber}{field.Name}{(field.HasPresence && field.RealContainingOneof is null && field.FieldType != FieldType.Message ? "?" : "")}"))}");
        Assert.Equal(FieldNumbers.All, numbers);
    }

    private static string KindOf(FieldDescriptor field)
    {
        if (field.IsMap) return $"map {KindOf(field.MessageType.FindFieldByNumber(2))}";
        var kind = field.FieldType switch
        {
            FieldType.Message => field.MessageType.FullName switch
            {
                "google.protobuf.Struct" => "object",
                "google.protobuf.Value" => "json",
                "google.protobuf.Timestamp" => "time",
                _ => Renamed.GetValueOrDefault(field.MessageType.Name, field.MessageType.Name),
            },
            FieldType.Enum => field.EnumType.Name,
            FieldType.Int32 => "int",
            FieldType.Bool => "bool",
            FieldType.Bytes => "bytes",
            _ => "string",
        };
        return field.IsRepeated ? $"list {kind}" : kind;
    }

    private static string KindOf(Type type)
    {
        type = Nullable.GetUnderlyingType(type) ?? type;
        if (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IReadOnlyList<>)) return $"list {KindOf(type.GetGenericArguments()[0])}";
        if (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IReadOnlyDictionary<,>)) return $"map {KindOf(type.GetGenericArguments()[1])}";
        return type switch
        {
            _ when type == typeof(string) => "string",
            _ when type == typeof(int) => "int",
            _ when type == typeof(bool) => "bool",
            _ when type == typeof(JsonObject) => "object",
            _ when type == typeof(System.Text.Json.JsonElement) => "json",
            _ when type == typeof(DateTimeOffset) => "time",
            _ when type == typeof(ReadOnlyMemory<byte>) => "bytes",
            _ => type.Name,
        };
    }
}
