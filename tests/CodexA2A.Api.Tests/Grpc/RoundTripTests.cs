using System.Text.Json;
using System.Text.Json.Nodes;
using CodexA2A.Api.Grpc.Mapping;
using CodexA2A.Protocol.Json;
using CsCheck;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Proto = CodexA2A.Api.Grpc.Wire;

namespace CodexA2A.Api.Tests.Grpc;

/// <summary>Any task, event and value is the same after the way to the wire of gRPC and back.</summary>
public sealed class RoundTripTests
{
    private static readonly Gen<string> Text = Gen.OneOf(
        Gen.String[Gen.Char.AlphaNumeric, 0, 12], Gen.OneOf("", "Grüße", "日本語", "line\nbreak", "\"quoted\" \\ back", "😀", "\u0000"));

    private static readonly Gen<JsonNode?> Scalar = Gen.OneOf(
        Text.Select(text => (JsonNode?)JsonValue.Create(text)),
        Gen.Long[-(1L << 53), 1L << 53].Select(number => (JsonNode?)JsonValue.Create(number)),
        Gen.Double.Where(double.IsFinite).Select(number => (JsonNode?)JsonValue.Create(number)),
        Gen.Bool.Select(flag => (JsonNode?)JsonValue.Create(flag)),
        Gen.Const((JsonNode?)null));

    private static readonly Gen<JsonNode?> Node = Gen.Recursive<JsonNode?>((depth, inner) => depth >= 3
        ? Scalar
        : Gen.OneOf(
            Scalar,
            inner.Array[0, 3].Select(items => (JsonNode?)new JsonArray([.. items.Select(item => item?.DeepClone())])),
            Gen.Select(Gen.String[Gen.Char.AlphaNumeric, 1, 5], inner).Array[0, 3].Select(members => (JsonNode?)Object(members))));

    private static readonly Gen<JsonObject?> Metadata = Gen.OneOf(
        Gen.Const((JsonObject?)null), Gen.Select(Gen.String[Gen.Char.AlphaNumeric, 1, 5], Node).Array[0, 4].Select(members => (JsonObject?)Object(members)));

    private static readonly Gen<Part> AnyPart = Gen.Select(
        Gen.OneOf(
            Text.Select(text => new Part { Text = text }),
            Gen.Byte.Array[0, 20].Select(bytes => new Part { Raw = bytes }),
            Text.Select(url => new Part { Url = url }),
            Node.Where(node => node is not null).Select(node => new Part { Data = A2AJson.ToElement(node!) })),
        Text, Text, Metadata, (part, filename, mediaType, metadata) => part with { Filename = filename, MediaType = mediaType, Metadata = metadata });

    private static readonly Gen<Message> AnyMessage = Gen.Select(Text, Text, Gen.OneOf(Role.User, Role.Agent), AnyPart.Array[0, 3], Metadata, Text.Array[0, 2],
        (id, context, role, parts, metadata, extensions) => new Message
        {
            MessageId = id,
            ContextId = context,
            TaskId = context,
            Role = role,
            Parts = parts,
            Metadata = metadata,
            Extensions = extensions,
            ReferenceTaskIds = extensions,
        });

    private static readonly Gen<Artifact> AnyArtifact = Gen.Select(Text, Text, AnyPart.Array[0, 3], Metadata, (id, name, parts, metadata) =>
        new Artifact { ArtifactId = id, Name = name, Description = name, Parts = parts, Metadata = metadata, Extensions = [name] });

    private static readonly Gen<TaskStatus> AnyStatus = Gen.Select(Gen.Int[1, 8], AnyMessage, Gen.Long[0, 4_000_000_000_000], Gen.Bool, (state, message, at, said) =>
        new TaskStatus { State = (TaskState)state, Message = said ? message : null, Timestamp = said ? DateTimeOffset.FromUnixTimeMilliseconds(at) : null });

    private static readonly Gen<AgentTask> AnyTask = Gen.Select(Text, Text, AnyStatus, AnyArtifact.Array[0, 3], AnyMessage.Array[0, 3], Metadata,
        (id, context, status, artifacts, history, metadata) =>
            new AgentTask { Id = id, ContextId = context, Status = status, Artifacts = artifacts, History = history, Metadata = metadata });

    private static readonly Gen<StreamResponse> AnyEvent = Gen.OneOf(
        AnyTask.Select(StreamResponse.FromTask),
        AnyMessage.Select(StreamResponse.FromMessage),
        Gen.Select(AnyStatus, Metadata, (status, metadata) => StreamResponse.FromStatusUpdate(
            new TaskStatusUpdateEvent { TaskId = "t", ContextId = "c", Status = status, Metadata = metadata })),
        Gen.Select(AnyArtifact, Gen.Bool, Gen.Bool, Metadata, (artifact, append, last, metadata) => StreamResponse.FromArtifactUpdate(
            new TaskArtifactUpdateEvent { TaskId = "t", ContextId = "c", Artifact = artifact, Append = append, LastChunk = last, Metadata = metadata })));

    [Fact]
    public void Any_event_is_the_same_on_both_wires() => AnyEvent.Sample(
        one =>
        {
            var stored = A2AJson.Deserialize<StreamResponse>(A2AJson.Serialize(one));
            var bytes = stored.ToWire().ToByteArray();
            Assert.Equal(Json(stored), Json(Proto.StreamResponse.Parser.ParseFrom(bytes).ToRecord()));
            // What code made itself goes out as what was stored does.
            Assert.Equal(stored.ToWire(), one.ToWire());
        },
        iter: 2_000);

    [Theory]
    [InlineData("0")]
    [InlineData("-1")]
    [InlineData("9007199254740992")]
    [InlineData("-9007199254740992")]
    [InlineData("0.1")]
    [InlineData("1e+300")]
    [InlineData("[1,[2,{\"a\":null}],\"x\",true,false]")]
    public void A_value_of_JSON_comes_back_as_it_was(string json)
    {
        using var document = JsonDocument.Parse(json);
        var back = Value.Parser.ParseFrom(document.RootElement.ToValue().ToByteArray()).ToElement();
        Assert.True(JsonElement.DeepEquals(document.RootElement, back!.Value), back.ToString());
    }

    [Fact]
    public void What_is_null_is_no_content() => Assert.Null(new Value { NullValue = NullValue.NullValue }.ToElement());

    private static string Json(StreamResponse response) => System.Text.Encoding.UTF8.GetString(A2AJson.Serialize(response));

    private static JsonObject Object((string, JsonNode?)[] members)
    {
        var json = new JsonObject();
        foreach (var (key, value) in members)
        {
            json[key] = value?.DeepClone();
        }

        return json;
    }
}
