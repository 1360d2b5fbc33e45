using System.Text;
using System.Text.Json;
using CodexA2A.Protocol.Json;

namespace CodexA2A.Protocol.Tests;

/// <summary>JSON text to and from wire types, and every wire type by its name.</summary>
internal static class Wire
{
    public static byte[] Bytes(string json) => Encoding.UTF8.GetBytes(json);

    public static string Json<T>(T value) => Encoding.UTF8.GetString(A2AJson.Serialize(value));

    public static T Read<T>(string json) where T : class => A2AJsonInput.ReadBody<T>(Bytes(json));

    public static JsonElement Element(string json) => JsonElement.Parse(json);

    /// <summary>Reads strictly and writes again.</summary>
    public static string Again(string type, string json) => RoundTrips[type](json);

    public static Dictionary<string, Func<string, string>> RoundTrips { get; } = new()
    {
        ["AgentTask"] = Again<AgentTask>,
        ["TaskStatus"] = Again<TaskStatus>,
        ["Message"] = Again<Message>,
        ["Part"] = Again<Part>,
        ["Artifact"] = Again<Artifact>,
        ["StreamResponse"] = Again<StreamResponse>,
        ["TaskStatusUpdateEvent"] = Again<TaskStatusUpdateEvent>,
        ["TaskArtifactUpdateEvent"] = Again<TaskArtifactUpdateEvent>,
        ["SendMessageRequest"] = Again<SendMessageRequest>,
        ["SendMessageConfiguration"] = Again<SendMessageConfiguration>,
        ["SendMessageResponse"] = Again<SendMessageResponse>,
        ["GetTaskRequest"] = Again<GetTaskRequest>,
        ["ListTasksRequest"] = Again<ListTasksRequest>,
        ["ListTasksResponse"] = Again<ListTasksResponse>,
        ["CancelTaskRequest"] = Again<CancelTaskRequest>,
        ["SubscribeToTaskRequest"] = Again<SubscribeToTaskRequest>,
        ["TaskPushNotificationConfig"] = Again<TaskPushNotificationConfig>,
        ["AuthenticationInfo"] = Again<AuthenticationInfo>,
        ["GetTaskPushNotificationConfigRequest"] = Again<GetTaskPushNotificationConfigRequest>,
        ["DeleteTaskPushNotificationConfigRequest"] = Again<DeleteTaskPushNotificationConfigRequest>,
        ["ListTaskPushNotificationConfigsRequest"] = Again<ListTaskPushNotificationConfigsRequest>,
        ["ListTaskPushNotificationConfigsResponse"] = Again<ListTaskPushNotificationConfigsResponse>,
        ["GetExtendedAgentCardRequest"] = Again<GetExtendedAgentCardRequest>,
        ["AgentCard"] = Again<AgentCard>,
        ["AgentInterface"] = Again<AgentInterface>,
        ["AgentProvider"] = Again<AgentProvider>,
        ["AgentCapabilities"] = Again<AgentCapabilities>,
        ["AgentExtension"] = Again<AgentExtension>,
        ["AgentSkill"] = Again<AgentSkill>,
        ["AgentCardSignature"] = Again<AgentCardSignature>,
        ["SecurityRequirement"] = Again<SecurityRequirement>,
        ["StringList"] = Again<StringList>,
        ["SecurityScheme"] = Again<SecurityScheme>,
        ["ApiKeySecurityScheme"] = Again<ApiKeySecurityScheme>,
        ["HttpAuthSecurityScheme"] = Again<HttpAuthSecurityScheme>,
        ["OAuth2SecurityScheme"] = Again<OAuth2SecurityScheme>,
        ["OpenIdConnectSecurityScheme"] = Again<OpenIdConnectSecurityScheme>,
        ["MutualTlsSecurityScheme"] = Again<MutualTlsSecurityScheme>,
        ["OAuthFlows"] = Again<OAuthFlows>,
        ["AuthorizationCodeOAuthFlow"] = Again<AuthorizationCodeOAuthFlow>,
        ["ClientCredentialsOAuthFlow"] = Again<ClientCredentialsOAuthFlow>,
        ["ImplicitOAuthFlow"] = Again<ImplicitOAuthFlow>,
        ["PasswordOAuthFlow"] = Again<PasswordOAuthFlow>,
        ["DeviceCodeOAuthFlow"] = Again<DeviceCodeOAuthFlow>,
        ["ErrorDetails"] = Again<IReadOnlyList<ErrorDetail>>,
    };

    private static string Again<T>(string json) where T : class => Json(Read<T>(json));
}
