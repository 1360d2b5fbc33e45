using static CodexA2A.Runner.AppServer.Coverage.CoverageRow;

namespace CodexA2A.Runner.AppServer.Coverage;

/// <summary>Every request that the supported Codex can make of its client. One that is not here is refused at once, counted and logged by name.</summary>
internal static class RequestCoverage
{
    /// <summary>The rows, by method.</summary>
    public static IReadOnlyList<CoverageRow> All { get; } =
    [
        Mapped("item/commandExecution/requestApproval", "an interrupt of type `permission`: may this command run"),
        Mapped("item/fileChange/requestApproval", "an interrupt of type `permission`: may these files change"),
        Mapped("item/permissions/requestApproval", "an interrupt of type `permissions`"),
        Mapped("item/tool/requestUserInput", "an interrupt of type `question`"),
        Mapped("mcpServer/elicitation/request", "an interrupt of type `elicitation`, and the approval of an MCP server's tool"),
        Ignored("item/tool/call", "no thread is given tools that its client runs; refused"),
        Ignored("account/chatgptAuthTokens/refresh", "Codex keeps its own login; refused"),
        Ignored("attestation/generate", "only applications of the vendor can; refused"),
        Ignored("currentTime/read", "Codex has the clock of this machine; refused"),
        Ignored("applyPatchApproval", "of the protocol before threads; refused"),
        Ignored("execCommandApproval", "of the protocol before threads; refused"),
    ];
}
