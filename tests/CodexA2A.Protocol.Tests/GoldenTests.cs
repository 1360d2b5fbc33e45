using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using CodexA2A.Protocol.Json;

namespace CodexA2A.Protocol.Tests;

/// <summary>Every member of every wire type, by its exact name and in the order of the proto (A2A 1.0.1, a2a.proto).</summary>
public class GoldenTests
{
    private const string Status = """{"state":"TASK_STATE_WORKING"}""";
    private const string Parts = """[{"text":"t"}]""";
    private const string Requirement = """{"schemes":{"bearer":{},"google":{"list":["openid"]}}}""";

    /// <summary>One value of each type with every member set; of alternatives one each.</summary>
    private static readonly (string Type, string Json)[] Values =
    [
        ("Part", """{"text":"hi","metadata":{"k":1},"filename":"f","mediaType":"text/plain"}"""),
        ("Part", """{"raw":"AAH+/w==","metadata":{"k":1},"filename":"b.bin","mediaType":"application/octet-stream"}"""),
        ("Part", """{"url":"https://example.com/x.png","metadata":{},"filename":"x.png","mediaType":"image/png"}"""),
        ("Part", """{"data":{"k":[1,2.50,null,true,"é\"</script>"]},"metadata":{"k":1},"filename":"f","mediaType":"application/json"}"""),
        ("Message", """{"messageId":"m","contextId":"c","taskId":"t","role":"ROLE_USER","parts":@Parts,"metadata":{"k":1},"extensions":["urn:x"],"referenceTaskIds":["t0"]}"""),
        ("Artifact", """{"artifactId":"a","name":"n","description":"d","parts":@Parts,"metadata":{"k":1},"extensions":["urn:x"]}"""),
        ("TaskStatus", """{"state":"TASK_STATE_INPUT_REQUIRED","message":{"messageId":"m","role":"ROLE_AGENT","parts":@Parts},"timestamp":"2026-11-22T13:17:18.625Z"}"""),
        ("AgentTask", """{"id":"t","contextId":"c","status":@Status,"artifacts":[{"artifactId":"a","parts":@Parts}],"history":[{"messageId":"m","role":"ROLE_AGENT","parts":@Parts}],"metadata":{"k":1}}"""),
        ("TaskStatusUpdateEvent", """{"taskId":"t","contextId":"c","status":@Status,"metadata":{"k":1}}"""),
        ("TaskArtifactUpdateEvent", """{"taskId":"t","contextId":"c","artifact":{"artifactId":"a","parts":@Parts},"append":true,"lastChunk":true,"metadata":{"k":1}}"""),
        ("StreamResponse", """{"task":{"id":"t","contextId":"c","status":@Status}}"""),
        ("StreamResponse", """{"message":{"messageId":"m","role":"ROLE_AGENT","parts":@Parts}}"""),
        ("StreamResponse", """{"statusUpdate":{"taskId":"t","contextId":"c","status":@Status}}"""),
        ("StreamResponse", """{"artifactUpdate":{"taskId":"t","contextId":"c","artifact":{"artifactId":"a","parts":@Parts}}}"""),
        ("SendMessageRequest", """{"tenant":"x","message":{"messageId":"m","role":"ROLE_USER","parts":@Parts},"configuration":{},"metadata":{"k":1}}"""),
        ("SendMessageConfiguration", """{"acceptedOutputModes":["text/plain"],"taskPushNotificationConfig":{"url":"u"},"historyLength":0,"returnImmediately":true}"""),
        ("SendMessageResponse", """{"task":{"id":"t","contextId":"c","status":@Status}}"""),
        ("SendMessageResponse", """{"message":{"messageId":"m","role":"ROLE_AGENT","parts":@Parts}}"""),
        ("GetTaskRequest", """{"tenant":"x","id":"t","historyLength":0}"""),
        ("ListTasksRequest", """{"tenant":"x","contextId":"c","status":"TASK_STATE_FAILED","pageSize":1,"pageToken":"p","historyLength":0,"statusTimestampAfter":"2026-01-01T00:00:00.000Z","includeArtifacts":false}"""),
        ("ListTasksResponse", """{"tasks":[{"id":"t","contextId":"c","status":@Status}],"nextPageToken":"n","pageSize":50,"totalSize":1}"""),
        ("CancelTaskRequest", """{"tenant":"x","id":"t","metadata":{"k":1}}"""),
        ("SubscribeToTaskRequest", """{"tenant":"x","id":"t"}"""),
        ("TaskPushNotificationConfig", """{"tenant":"x","id":"i","taskId":"t","url":"u","token":"k","authentication":{"scheme":"Bearer","credentials":"c"}}"""),
        ("AuthenticationInfo", """{"scheme":"Bearer","credentials":"c"}"""),
        ("GetTaskPushNotificationConfigRequest", """{"tenant":"x","taskId":"t","id":"i"}"""),
        ("DeleteTaskPushNotificationConfigRequest", """{"tenant":"x","taskId":"t","id":"i"}"""),
        ("ListTaskPushNotificationConfigsRequest", """{"taskId":"t","pageSize":2,"pageToken":"p","tenant":"x"}"""),
        ("ListTaskPushNotificationConfigsResponse", """{"configs":[{"url":"u"}],"nextPageToken":"n"}"""),
        ("GetExtendedAgentCardRequest", """{"tenant":"x"}"""),
        ("AgentCard", """{"name":"n","description":"d","supportedInterfaces":[{"url":"u","protocolBinding":"JSONRPC","protocolVersion":"1.0"}],"provider":{"url":"u","organization":"o"},"version":"1","documentationUrl":"u","capabilities":{},"securitySchemes":{"bearer":{"httpAuthSecurityScheme":{"scheme":"Bearer"}}},"securityRequirements":[@Requirement],"defaultInputModes":["text/plain"],"defaultOutputModes":["text/plain"],"skills":[{"id":"i","name":"n","description":"d","tags":["t"]}],"signatures":[{"protected":"p","signature":"s"}],"iconUrl":"u"}"""),
        ("AgentInterface", """{"url":"u","protocolBinding":"GRPC","tenant":"x","protocolVersion":"1.0"}"""),
        ("AgentProvider", """{"url":"u","organization":"o"}"""),
        ("AgentCapabilities", """{"streaming":false,"pushNotifications":false,"extensions":[{"uri":"urn:x"}],"extendedAgentCard":false}"""),
        ("AgentExtension", """{"uri":"urn:x","description":"d","required":true,"params":{"k":1}}"""),
        ("AgentSkill", """{"id":"i","name":"n","description":"d","tags":["t"],"examples":["e"],"inputModes":["i"],"outputModes":["o"],"securityRequirements":[@Requirement]}"""),
        ("AgentCardSignature", """{"protected":"p","signature":"s","header":{"k":1}}"""),
        ("SecurityRequirement", Requirement),
        ("StringList", """{"list":["a"]}"""),
        ("SecurityScheme", """{"apiKeySecurityScheme":{"description":"d","location":"header","name":"n"}}"""),
        ("SecurityScheme", """{"httpAuthSecurityScheme":{"description":"d","scheme":"Bearer","bearerFormat":"JWT"}}"""),
        ("SecurityScheme", """{"oauth2SecurityScheme":{"description":"d","flows":{"deviceCode":{"deviceAuthorizationUrl":"u","tokenUrl":"t","scopes":{}}},"oauth2MetadataUrl":"u"}}"""),
        ("SecurityScheme", """{"openIdConnectSecurityScheme":{"description":"d","openIdConnectUrl":"u"}}"""),
        ("SecurityScheme", """{"mtlsSecurityScheme":{"description":"d"}}"""),
        ("ApiKeySecurityScheme", """{"description":"d","location":"cookie","name":"n"}"""),
        ("HttpAuthSecurityScheme", """{"description":"d","scheme":"Bearer","bearerFormat":"JWT"}"""),
        ("OAuth2SecurityScheme", """{"description":"d","flows":{"implicit":{}},"oauth2MetadataUrl":"u"}"""),
        ("OpenIdConnectSecurityScheme", """{"description":"d","openIdConnectUrl":"u"}"""),
        ("MutualTlsSecurityScheme", """{"description":"d"}"""),
        ("OAuthFlows", """{"authorizationCode":{"authorizationUrl":"a","tokenUrl":"t","scopes":{}}}"""),
        ("OAuthFlows", """{"clientCredentials":{"tokenUrl":"t","scopes":{}}}"""),
        ("OAuthFlows", """{"implicit":{}}"""),
        ("OAuthFlows", """{"password":{}}"""),
        ("OAuthFlows", """{"deviceCode":{"deviceAuthorizationUrl":"u","tokenUrl":"t","scopes":{}}}"""),
        ("AuthorizationCodeOAuthFlow", """{"authorizationUrl":"a","tokenUrl":"t","refreshUrl":"r","scopes":{"s":"d"},"pkceRequired":true}"""),
        ("ClientCredentialsOAuthFlow", """{"tokenUrl":"t","refreshUrl":"r","scopes":{"s":"d"}}"""),
        ("ImplicitOAuthFlow", """{"authorizationUrl":"a","refreshUrl":"r","scopes":{"s":"d"}}"""),
        ("PasswordOAuthFlow", """{"tokenUrl":"t","refreshUrl":"r","scopes":{"s":"d"}}"""),
        ("DeviceCodeOAuthFlow", """{"deviceAuthorizationUrl":"u","tokenUrl":"t","refreshUrl":"r","scopes":{"s":"d"}}"""),
        ("ErrorDetails", """[{"@type":"type.googleapis.com/google.rpc.ErrorInfo","reason":"R","domain":"a2a-protocol.org","metadata":{"taskId":"t"}},{"@type":"type.googleapis.com/google.rpc.BadRequest","fieldViolations":[{"field":"f","description":"d"}]}]"""),
    ];

    public static TheoryData<string, string> Full => new(Values.Select(value => (value.Type, Expanded(value.Json))));

    /// <summary>The smallest value of each type: what is required, and nothing else.</summary>
    public static TheoryData<string, string, string> Empty => new()
    {
        { "Message", "{}", """{"messageId":"","role":"ROLE_UNSPECIFIED","parts":[]}""" },
        { "Artifact", "{}", """{"artifactId":"","parts":[]}""" },
        { "TaskStatus", "{}", """{"state":"TASK_STATE_UNSPECIFIED"}""" },
        { "AgentTask", """{"status":{}}""", """{"id":"","contextId":"","status":{"state":"TASK_STATE_UNSPECIFIED"}}""" },
        { "AgentTask", """{"status":{"state":2},"artifacts":[],"history":[]}""", """{"id":"","contextId":"","status":{"state":"TASK_STATE_WORKING"}}""" },
        { "TaskArtifactUpdateEvent", """{"artifact":{},"append":false,"lastChunk":false}""", """{"taskId":"","contextId":"","artifact":{"artifactId":"","parts":[]}}""" },
        { "SendMessageConfiguration", """{"acceptedOutputModes":[],"returnImmediately":false}""", "{}" },
        { "GetTaskRequest", "{}", """{"id":""}""" },
        { "ListTasksRequest", """{"tenant":"","status":"TASK_STATE_UNSPECIFIED"}""", "{}" },
        { "ListTasksResponse", "{}", """{"tasks":[],"nextPageToken":"","pageSize":0,"totalSize":0}""" },
        { "TaskPushNotificationConfig", """{"tenant":"","id":"","taskId":"","token":""}""", """{"url":""}""" },
        { "ListTaskPushNotificationConfigsRequest", """{"pageSize":0}""", """{"taskId":""}""" },
        { "ListTaskPushNotificationConfigsResponse", """{"configs":[],"nextPageToken":""}""", "{}" },
        { "AgentCard", """{"capabilities":{},"documentationUrl":"","iconUrl":"","securitySchemes":{},"signatures":[]}""", """{"name":"","description":"","supportedInterfaces":[],"version":"","documentationUrl":"","capabilities":{},"defaultInputModes":[],"defaultOutputModes":[],"skills":[],"iconUrl":""}""" },
        { "AgentInterface", """{"tenant":""}""", """{"url":"","protocolBinding":"","protocolVersion":""}""" },
        { "AgentSkill", """{"examples":[],"inputModes":[]}""", """{"id":"","name":"","description":"","tags":[]}""" },
        { "AgentExtension", """{"required":false}""", "{}" },
        { "StringList", """{"list":[]}""", "{}" },
        { "AuthorizationCodeOAuthFlow", """{"pkceRequired":false}""", """{"authorizationUrl":"","tokenUrl":"","scopes":{}}""" },
    };

    [Theory]
    [MemberData(nameof(Full))]
    public void A_full_value_is_written_as_it_was_read(string type, string json) => Assert.Equal(json, Wire.Again(type, json));

    [Theory]
    [MemberData(nameof(Empty))]
    public void Only_what_is_required_is_written_when_empty(string type, string json, string expected) => Assert.Equal(expected, Wire.Again(type, json));

    [Fact]
    public void Every_member_of_every_type_is_in_a_full_value()
    {
        var seen = Values.GroupBy(value => value.Type)
            .ToDictionary(group => group.Key, group => group.SelectMany(value => Names(Expanded(value.Json))).ToHashSet());
        foreach (var type in Wire.RoundTrips.Keys.Where(name => name != "ErrorDetails"))
        {
            var info = A2AJson.Options.GetTypeInfo(typeof(Part).Assembly.GetType($"CodexA2A.Protocol.{type}", throwOnError: true)!);
            Assert.Equal(JsonTypeInfoKind.Object, info.Kind);
            var members = info.Properties.Where(property => property.Set is not null).Select(property => property.Name);
            Assert.Equal([.. members.Order()], seen[type].Order());
        }
    }

    [Fact]
    public void What_the_official_SDK_writes_is_read_and_written_the_same()
    {
        var lines = File.ReadAllLines(Path.Combine(AppContext.BaseDirectory, "fixtures", "v10-values.ndjson"));
        Assert.True(lines.Length > 60);
        foreach (var line in lines)
        {
            using var document = JsonDocument.Parse(line);
            var value = document.RootElement.GetProperty("value");
            var again = JsonElement.Parse(Wire.Again(document.RootElement.GetProperty("type").GetString()!, value.GetRawText()));
            // Two habits of that SDK: a required member that is empty is omitted, and a client's timestamp stays as it was given.
            var expected = JsonElement.Parse(value.GetRawText()
                .Replace("{\"message\":{\"role\"", "{\"message\":{\"messageId\":\"\",\"role\"", StringComparison.Ordinal)
                .Replace("2020-01-01T00:00:00Z", "2020-01-01T00:00:00.000Z", StringComparison.Ordinal));
            Assert.True(JsonElement.DeepEquals(expected, again), $"{line}\n{again}");
        }
    }

    private static string Expanded(string json) => json.Replace("@Parts", Parts, StringComparison.Ordinal)
        .Replace("@Status", Status, StringComparison.Ordinal).Replace("@Requirement", Requirement, StringComparison.Ordinal);

    private static List<string> Names(string json) => JsonElement.Parse(json) is { ValueKind: JsonValueKind.Object } value
        ? value.EnumerateObject().Select(member => member.Name).ToList()
        : [];
}
