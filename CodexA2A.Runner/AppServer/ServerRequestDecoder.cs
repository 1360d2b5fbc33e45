using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using CodexA2A.Runner.AppServer.Protocol;

namespace CodexA2A.Runner.AppServer;

/// <summary>Method and parameters to a typed request of Codex; pure.</summary>
internal static class ServerRequestDecoder
{
    /// <summary>The request, or null when it is of a kind we cannot answer or its fields do not fit: it is refused at once.</summary>
    public static ServerRequest? Decode(string method, RequestId id, string generation, ReadOnlySpan<byte> parameters)
    {
        if (TypeInfo(method) is not { } info)
            return null;
        try
        {
            return JsonSerializer.Deserialize(parameters, info) is ServerRequest { ThreadId.Length: > 0 } request and not IOfItem { ItemId: null }
                ? request with { RequestId = id, Generation = generation, Method = method }
                : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>The record of a method; null when there is none.</summary>
    internal static JsonTypeInfo? TypeInfo(string method) => method switch
    {
        "item/commandExecution/requestApproval" => AppServerJson.Default.CommandApprovalRequest,
        "item/fileChange/requestApproval" => AppServerJson.Default.FileChangeApprovalRequest,
        "item/tool/requestUserInput" => AppServerJson.Default.UserInputRequest,
        "item/permissions/requestApproval" => AppServerJson.Default.PermissionsApprovalRequest,
        "mcpServer/elicitation/request" => AppServerJson.Default.ElicitationRequest,
        "item/tool/call" => AppServerJson.Default.DynamicToolCallRequest,
        _ => null,
    };
}
