namespace CodexA2A.Runner.AppServer.Envelope;

/// <summary>What Codex asks and a person may answer, and the files in which Codex keeps the schemas of the answers.</summary>
internal static class SchemaAnswers
{
    /// <summary>The file; null for what nobody is asked.</summary>
    public static string? FileOf(string method) => method switch
    {
        "item/commandExecution/requestApproval" => "CommandExecutionRequestApprovalResponse.json",
        "item/fileChange/requestApproval" => "FileChangeRequestApprovalResponse.json",
        "item/permissions/requestApproval" => "PermissionsRequestApprovalResponse.json",
        "item/tool/requestUserInput" => "ToolRequestUserInputResponse.json",
        "mcpServer/elicitation/request" => "McpServerElicitationRequestResponse.json",
        _ => null,
    };
}
