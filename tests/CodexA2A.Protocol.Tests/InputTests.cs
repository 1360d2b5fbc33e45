using System.Text;
using CodexA2A.Protocol.Json;

namespace CodexA2A.Protocol.Tests;

/// <summary>What is tolerated in input, and what is refused with which error.</summary>
public class InputTests
{
    private const string Good = """{"messageId":"m","role":"ROLE_USER","parts":[{"text":"x"}]}""";

    [Theory]
    [InlineData("Part", """{"raw":"-_8"}""", """{"raw":"+/8="}""")]
    [InlineData("Part", """{"raw":"+/8"}""", """{"raw":"+/8="}""")]
    [InlineData("Part", """{"raw":"-_8="}""", """{"raw":"+/8="}""")]
    [InlineData("Part", """{"raw":""}""", """{"raw":""}""")]
    [InlineData("Part", """{"text":""}""", """{"text":""}""")]
    [InlineData("Part", """{"url":""}""", """{"url":""}""")]
    [InlineData("Part", """{"text":"x","url":null,"data":null,"raw":null,"metadata":null}""", """{"text":"x"}""")]
    [InlineData("Part", """{"text":"x","kind":"text","future":{"a":[1]}}""", """{"text":"x"}""")]
    [InlineData("Part", """{"data":false}""", """{"data":false}""")]
    [InlineData("Part", """{"data":""}""", """{"data":""}""")]
    [InlineData("Part", """{"data":[{"a_b":1,"aB":2}],"media_type":"application/json"}""", """{"data":[{"a_b":1,"aB":2}],"mediaType":"application/json"}""")]
    [InlineData("Part", """{"text":"\u00e9\u003c>&'+\/"}""", """{"text":"é<>&'+/"}""")]
    [InlineData("Part", """{"text":"😀"}""", """{"text":"\uD83D\uDE00"}""")]
    [InlineData("TaskArtifactUpdateEvent", """{"artifact":{"parts":null},"append":null,"lastChunk":null}""", """{"taskId":"","contextId":"","artifact":{"artifactId":"","parts":[]}}""")]
    [InlineData("ListTasksResponse", """{"pageSize":null}""", """{"tasks":[],"nextPageToken":"","pageSize":0,"totalSize":0}""")]
    [InlineData("ListTasksRequest", """{"pageSize":null,"status":null,"includeArtifacts":null,"statusTimestampAfter":null}""", "{}")]
    [InlineData("TaskStatus", """{"state":6}""", """{"state":"TASK_STATE_INPUT_REQUIRED"}""")]
    [InlineData("TaskStatus", """{"state":"TASK\u005fSTATE_WORKING"}""", """{"state":"TASK_STATE_WORKING"}""")]
    [InlineData("TaskStatus", """{"state":null}""", """{"state":"TASK_STATE_UNSPECIFIED"}""")]
    [InlineData("GetTaskRequest", """{"id":"t","history_length":"7"}""", """{"id":"t","historyLength":7}""")]
    [InlineData("GetTaskRequest", """{"id":"t","historyLength":2.0}""", """{"id":"t","historyLength":2}""")]
    [InlineData("GetTaskRequest", """{"id":"t","historyLength":"1e2"}""", """{"id":"t","historyLength":100}""")]
    [InlineData("GetTaskRequest", """{"id":"t","historyLength":-2147483648}""", """{"id":"t","historyLength":-2147483648}""")]
    [InlineData("ListTasksRequest", """{"status_timestamp_after":"2026-01-01T02:00:00+02:00"}""", """{"statusTimestampAfter":"2026-01-01T00:00:00.000Z"}""")]
    [InlineData("SecurityScheme", """{"oauth2_security_scheme":{"flows":{"authorization_code":{"authorization_url":"a","token_url":"t","pkce_required":true}}}}""", """{"oauth2SecurityScheme":{"flows":{"authorizationCode":{"authorizationUrl":"a","tokenUrl":"t","scopes":{},"pkceRequired":true}}}}""")]
    [InlineData("AgentCard", """{"capabilities":{},"security_schemes":{"a_b":{"api_key_security_scheme":{"location":"header","name":"x_y"}}}}""", """{"name":"","description":"","supportedInterfaces":[],"version":"","capabilities":{},"securitySchemes":{"a_b":{"apiKeySecurityScheme":{"location":"header","name":"x_y"}}},"defaultInputModes":[],"defaultOutputModes":[],"skills":[]}""")]
    [InlineData("Message", """{"message_id":"m","role":1,"parts":[{"text":"x","media_type":"t"}],"metadata":{"message_id":{"task_id":1}},"reference_task_ids":["a_b"]}""", """{"messageId":"m","role":"ROLE_USER","parts":[{"text":"x","mediaType":"t"}],"metadata":{"message_id":{"task_id":1}},"referenceTaskIds":["a_b"]}""")]
    public void Is_tolerated(string type, string json, string expected) => Assert.Equal(expected, Wire.Again(type, json));

    [Theory]
    [InlineData("", "")]
    [InlineData("[]", "")]
    [InlineData("null", "")]
    [InlineData("\"x\"", "")]
    [InlineData("""{}""", "message")]
    [InlineData("""{"message":null}""", "message")]
    [InlineData("""{"message":[]}""", "message")]
    [InlineData("""{"message":"hi"}""", "message")]
    [InlineData("""{"message":{"messageId":5}}""", "message.messageId")]
    [InlineData("""{"message":{"message_id":5}}""", "message.messageId")]
    [InlineData("""{"message":{"messageId":"m","message_id":"m"}}""", "message.messageId")]
    [InlineData("""{"message":{"role":"ROLE_ROBOT"}}""", "message.role")]
    [InlineData("""{"message":{"role":"role_user"}}""", "message.role")]
    [InlineData("""{"message":{"role":3}}""", "message.role")]
    [InlineData("""{"message":{"role":-1}}""", "message.role")]
    [InlineData("""{"message":{"role":1.5}}""", "message.role")]
    [InlineData("""{"message":{"role":true}}""", "message.role")]
    [InlineData("""{"message":{"parts":{}}}""", "message.parts")]
    [InlineData("""{"message":{"parts":[{"text":"x"},{}]}}""", "message.parts[1]")]
    [InlineData("""{"message":{"parts":[{"text":"x"},null]}}""", "message.parts[1]")]
    [InlineData("""{"message":{"parts":[{"text":"x"},7]}}""", "message.parts[1]")]
    [InlineData("""{"message":{"parts":[{"text":"x","url":"u"}]}}""", "message.parts[0]")]
    [InlineData("""{"message":{"parts":[{"data":null}]}}""", "message.parts[0]")]
    [InlineData("""{"message":{"parts":[{"text":5}]}}""", "message.parts[0].text")]
    [InlineData("""{"message":{"parts":[{"raw":"*"}]}}""", "message.parts[0].raw")]
    [InlineData("""{"message":{"parts":[{"raw":"A"}]}}""", "message.parts[0].raw")]
    [InlineData("""{"message":{"parts":[{"raw":5}]}}""", "message.parts[0].raw")]
    [InlineData("""{"message":{"metadata":[]}}""", "message.metadata")]
    [InlineData("""{"message":{"metadata":"x"}}""", "message.metadata")]
    [InlineData("""{"message":{"extensions":["a",null]}}""", "message.extensions[1]")]
    [InlineData("""{"message":{"extensions":"a"}}""", "message.extensions")]
    [InlineData("""{"message":GOOD,"configuration":{"historyLength":1.5}}""", "configuration.historyLength")]
    [InlineData("""{"message":GOOD,"configuration":{"historyLength":2147483648}}""", "configuration.historyLength")]
    [InlineData("""{"message":GOOD,"configuration":{"historyLength":"x"}}""", "configuration.historyLength")]
    [InlineData("""{"message":GOOD,"configuration":{"historyLength":"NaN"}}""", "configuration.historyLength")]
    [InlineData("""{"message":GOOD,"configuration":{"historyLength":""}}""", "configuration.historyLength")]
    [InlineData("""{"message":GOOD,"configuration":{"returnImmediately":"true"}}""", "configuration.returnImmediately")]
    [InlineData("""{"message":GOOD,"configuration":{"taskPushNotificationConfig":{"authentication":{"scheme":1}}}}""", "configuration.taskPushNotificationConfig.authentication.scheme")]
    public void A_wrong_shape_is_InvalidParams_and_names_the_member(string json, string field)
    {
        var body = json.Replace("GOOD", Good, StringComparison.Ordinal);
        if (body.Length == 0) body = "7";
        var error = Assert.Throws<A2AException>(() => Wire.Read<SendMessageRequest>(body));
        Assert.Equal(A2AErrorCode.InvalidParams, error.Code);
        Assert.Equal(field, Assert.Single(error.FieldViolations).Field);
        Assert.StartsWith(field.Length == 0 ? "The request " : field + " ", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("System.", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("CodexA2A", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("LineNumber", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("{}{}")]
    [InlineData("{} x")]
    [InlineData("{'a':1}")]
    [InlineData("""{"a":1,}""")]
    [InlineData("""{"a":01}""")]
    [InlineData("""{"a":NaN}""")]
    [InlineData("""/* c */{}""")]
    [InlineData("""{"message":1,"message":2}""")]
    [InlineData("""{"x":{"y":1,"y":2}}""")]
    [InlineData("""{"x":"\ud800"}""")]
    [InlineData("""{"x":["\uDC00\uD800"]}""")]
    [InlineData("""{"\ud800":1}""")]
    [InlineData("{\"x\":\"a\nb\"}")]
    [InlineData("\uFEFF{}")]
    public void What_is_not_JSON_is_a_ParseError_without_the_parsers_words(string json)
    {
        var error = Assert.Throws<A2AException>(() => Wire.Read<SendMessageRequest>(json));
        Assert.Equal(A2AErrorCode.ParseError, error.Code);
        Assert.StartsWith("The body is not valid JSON", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("BytePosition", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(new byte[] { 0xFF })]
    [InlineData(new byte[] { 0xC3 })]
    [InlineData(new byte[] { 0xC0, 0xAF })]
    [InlineData(new byte[] { 0xED, 0xA0, 0x80 })]
    public void Bytes_that_are_not_UTF8_are_refused_wherever_they_are(byte[] bytes)
    {
        foreach (var (before, after) in new[] { ("{\"unknown\":\"", "\"}"), ("{\"metadata\":{\"", "\":1}}"), ("{\"message\":{\"messageId\":\"", "\"}}") })
        {
            byte[] body = [.. Encoding.UTF8.GetBytes(before), .. bytes, .. Encoding.UTF8.GetBytes(after)];
            Assert.Equal(A2AErrorCode.ParseError, Assert.Throws<A2AException>(() => A2AJsonInput.ReadBody<SendMessageRequest>(body)).Code);
        }
    }

    [Fact]
    public void Sixty_four_levels_are_accepted_and_come_out_again_deeper_inside_a_task()
    {
        static string Nested(int levels) => $$"""{"messageId":"m","role":"ROLE_USER","parts":[{"text":"x"}],"metadata":{{string.Concat(Enumerable.Repeat("""{"a":""", levels - 1))}}1{{new string('}', levels - 1)}}}""";
        var message = Wire.Read<Message>(Nested(64));
        var task = new AgentTask { Id = "t", ContextId = "c", Status = new() { State = TaskState.Working }, History = [message] };
        var written = A2AJson.Serialize(StreamResponse.FromTask(task));
        Assert.Equal(Wire.Json(message), Wire.Json(A2AJson.Deserialize<StreamResponse>(written).Task!.History![0]));
        Assert.Equal(A2AErrorCode.ParseError, Assert.Throws<A2AException>(() => Wire.Read<Message>(Nested(65))).Code);
    }

    [Fact]
    public void The_path_of_an_error_begins_with_the_prefix()
    {
        using var document = A2AJsonInput.Parse(Wire.Bytes("""{"params":{"parts":[{}]}}"""));
        var error = Assert.Throws<A2AException>(() => A2AJsonInput.Read<Message>(document.RootElement.GetProperty("params"), "params.message"));
        Assert.Equal("params.message.parts[0]", error.FieldViolations[0].Field);
    }

    [Fact]
    public void An_absent_value_is_InvalidParams() =>
        Assert.Equal("params", Assert.Throws<A2AException>(() => A2AJsonInput.Read<Message>(default, "params")).FieldViolations[0].Field);

    [Fact]
    public void A_value_outlives_the_document_it_was_read_from()
    {
        Message message;
        using (var document = A2AJsonInput.Parse(Wire.Bytes("""{"messageId":"m","role":1,"parts":[{"data":{"k":[1]}}],"metadata":{"k":{"l":1}}}""")))
            message = A2AJsonInput.Read<Message>(document.RootElement);
        Assert.Equal("""{"messageId":"m","role":"ROLE_USER","parts":[{"data":{"k":[1]}}],"metadata":{"k":{"l":1}}}""", Wire.Json(message));
    }

    [Fact]
    public void Nothing_is_written_of_alternatives_that_are_not_exactly_one()
    {
        Assert.ThrowsAny<System.Text.Json.JsonException>(() => A2AJson.Serialize(new Part()));
        Assert.ThrowsAny<System.Text.Json.JsonException>(() => A2AJson.Serialize(new Part { Text = "a", Url = "b" }));
        Assert.ThrowsAny<System.Text.Json.JsonException>(() => A2AJson.Serialize(new StreamResponse()));
        Assert.ThrowsAny<System.Text.Json.JsonException>(() => A2AJson.Serialize(new SendMessageResponse()));
    }
}
