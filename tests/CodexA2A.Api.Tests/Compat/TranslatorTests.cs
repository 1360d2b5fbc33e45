using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using CodexA2A.Api.Compat.V03.Translators;
using CodexA2A.Api.Compat.V03.Wire;
using CodexA2A.Protocol.Json;
using CsCheck;

namespace CodexA2A.Api.Tests.Compat;

/// <summary>The translators by themselves.</summary>
public sealed class TranslatorTests
{
    private static readonly Gen<string> Words = Gen.String[Gen.Char["abcäß \n\"{}"], 1, 12];

    private static readonly Gen<JsonElement> Values = Gen.OneOf(
        Words.Select(text => Element(JsonValue.Create(text).ToJsonString())),
        Gen.Int.Select(number => Element($"{number}")),
        Gen.Bool.Select(flag => Element(flag ? "true" : "false")),
        Gen.Int.Array[0, 3].Select(numbers => Element($"[{string.Join(',', numbers)}]")),
        Words.Select(text => Element(new JsonObject { ["value"] = text }.ToJsonString())),
        Words.Select(text => Element(new JsonObject { ["k"] = new JsonArray(text, null, 2.5) }.ToJsonString())));

    /// <summary>Parts as 0.3 over JSON-RPC can say them: only files have a name and a media type.</summary>
    private static readonly Gen<Part> Parts = Gen.Select(
        Gen.OneOf(
            Words.Select(text => new Part { Text = text }),
            Values.Select(value => new Part { Data = value }),
            Gen.Select(Gen.Byte.Array[0, 9], Words, (bytes, name) => new Part { Raw = bytes, Filename = name, MediaType = "image/png" }),
            Words.Select(text => new Part { Url = "https://example.org/" + Uri.EscapeDataString(text), MediaType = "image/png" })),
        Gen.Bool,
        (part, marked) => marked ? part with { Metadata = new JsonObject { ["m"] = 1 } } : part);

    private static readonly Gen<Message> Messages = Gen.Select(Words, Gen.Bool, Parts.Array[1, 4], Gen.Bool, (id, user, parts, more) => new Message
    {
        MessageId = id,
        Role = user ? Role.User : Role.Agent,
        Parts = parts,
        ContextId = more ? "c" : null,
        TaskId = more ? "t" : null,
        Metadata = more ? new JsonObject { ["deep"] = new JsonObject { ["x"] = true } } : null,
        Extensions = more ? ["urn:x"] : null,
        ReferenceTaskIds = more ? ["r"] : null,
    });

    [Fact]
    public void A_message_over_rpc_comes_back_whole() => Messages.Sample(message =>
    {
        var sent = JsonNode.Parse(EventTranslator.ToRpc(StreamResponse.FromMessage(message), false))!;
        var read = V03Json.Read<RpcSendParams>(Element(new JsonObject { ["message"] = sent }.ToJsonString()));
        return Same(message, MessageTranslator.FromRpc(read.Message!, "message"));
    });

    [Fact]
    public void A_message_over_rest_loses_what_the_readme_says() => Messages.Sample(message =>
    {
        var sent = JsonNode.Parse(EventTranslator.ToRest(StreamResponse.FromMessage(message), false))!["message"]!.DeepClone();
        var read = V03Json.Read<RestSendRequest>(Element(new JsonObject { ["message"] = sent }.ToJsonString()));
        return Same(
            message with { ReferenceTaskIds = null, Parts = [.. message.Parts.Select(AsRestHasIt)] },
            MessageTranslator.FromRest(read.Message!, "message"));
    });

    [Fact]
    public void Every_state_has_a_word_in_both_shapes() => Assert.All(Enum.GetValues<TaskState>(), state =>
    {
        Assert.Equal(state, StateTranslator.FromRpc(StateTranslator.ToRpc(state), "state"));
        Assert.Equal(state, StateTranslator.FromRest(StateTranslator.ToRest(state), "state"));
    });

    [Theory]
    [InlineData(TaskState.Canceled, "canceled", "TASK_STATE_CANCELLED")]
    [InlineData(TaskState.InputRequired, "input-required", "TASK_STATE_INPUT_REQUIRED")]
    [InlineData(TaskState.AuthRequired, "auth-required", "TASK_STATE_AUTH_REQUIRED")]
    [InlineData(TaskState.Unspecified, "unknown", "TASK_STATE_UNSPECIFIED")]
    public void States_are_the_words_of_0_3(TaskState state, string rpc, string rest) =>
        Assert.Equal((rpc, rest), (StateTranslator.ToRpc(state), StateTranslator.ToRest(state)));

    [Theory]
    [InlineData(TaskState.Working, false, false)]
    [InlineData(TaskState.InputRequired, false, false)]
    [InlineData(TaskState.InputRequired, true, true)]
    [InlineData(TaskState.AuthRequired, false, false)]
    [InlineData(TaskState.Completed, false, true)]
    [InlineData(TaskState.Failed, false, true)]
    [InlineData(TaskState.Canceled, false, true)]
    [InlineData(TaskState.Rejected, false, true)]
    public void Final_is_true_where_the_stream_ends(TaskState state, bool closes, bool final)
    {
        var update = StreamResponse.FromStatusUpdate(new TaskStatusUpdateEvent { TaskId = "t", ContextId = "c", Status = new TaskStatus { State = state } });
        Assert.Equal(final, (bool)JsonNode.Parse(EventTranslator.ToRpc(update, closes))!["final"]!);
        Assert.Equal(final ? "true" : null, JsonNode.Parse(EventTranslator.ToRest(update, closes))!["statusUpdate"]!["final"]?.ToJsonString());
    }

    [Theory]
    [InlineData(null, false)]
    [InlineData("{}", true)]
    [InlineData("""{"blocking":true}""", false)]
    [InlineData("""{"blocking":false}""", true)]
    public void A_send_waits_unless_its_configuration_does_not_say_so(string? configuration, bool immediately)
    {
        var rpc = new JsonObject { ["message"] = V03Call.RpcMessage("x"), ["configuration"] = configuration is null ? null : JsonNode.Parse(configuration) };
        var rest = new JsonObject { ["message"] = V03Call.RestMessage("x"), ["configuration"] = rpc["configuration"]?.DeepClone() };
        Assert.Equal(immediately, SendTranslator.FromRpc(V03Json.Read<RpcSendParams>(Element(rpc.ToJsonString()))).Configuration?.ReturnImmediately ?? false);
        Assert.Equal(immediately, SendTranslator.FromRest(V03Json.Read<RestSendRequest>(Element(rest.ToJsonString()))).Configuration?.ReturnImmediately ?? false);
    }

    [Theory]
    [InlineData(A2AErrorCode.ExtensionSupportRequired, -32004)]
    [InlineData(A2AErrorCode.VersionNotSupported, -32004)]
    [InlineData(A2AErrorCode.InterruptExpired, -32004)]
    [InlineData(A2AErrorCode.ExtendedAgentCardNotConfigured, -32007)]
    [InlineData(A2AErrorCode.TaskNotFound, -32001)]
    public void Codes_are_those_of_0_3(A2AErrorCode code, int expected)
    {
        var error = new A2AException(code, "Words.");
        var rest = JsonNode.Parse(FaultTranslator.ToRest(error))!;
        Assert.Equal(expected, (int)rest["code"]!);
        Assert.Equal(expected == (int)code ? null : error.Reason, (string?)rest["data"]?["reason"]);
        Assert.True(JsonNode.DeepEquals(rest, JsonNode.Parse(FaultTranslator.ToRpc("\"a\""u8, error))!["error"]));
    }

    [Fact]
    public void The_readme_names_every_translator()
    {
        var readme = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Compat-V03-README.md"));
        var translators = typeof(PartTranslator).Assembly.GetTypes()
            .Where(type => type.Namespace == typeof(PartTranslator).Namespace && type.Name.EndsWith("Translator", StringComparison.Ordinal)).ToList();
        Assert.True(translators.Count >= 11);
        Assert.All(translators, type => Assert.Contains($"`{type.Name}`", readme, StringComparison.Ordinal));
    }

    private static Part AsRestHasIt(Part part) => part.Data is { } data
        ? new Part { Data = DataTranslator.Wrap(data) }
        : part with { Metadata = null, Filename = null };

    private static bool Same(Message expected, Message actual) =>
        JsonNode.DeepEquals(JsonNode.Parse(A2AJson.Serialize(expected)), JsonNode.Parse(A2AJson.Serialize(actual)));

    private static JsonElement Element(string json) => JsonDocument.Parse(Encoding.UTF8.GetBytes(json)).RootElement;
}
