using CodexA2A.ScriptedModel.Requests;

namespace CodexA2A.ScriptedModel.Scenarios;

/// <summary>Knows Codex's own request to sum up the conversation.</summary>
internal static class CompactionRequest
{
    public static bool Is(ModelRequest request) => request.Kind == "compaction" || IsPrompt(request.UserText);

    public static bool IsPrompt(string text) =>
        text.StartsWith("You are performing a CONTEXT CHECKPOINT COMPACTION", StringComparison.Ordinal);
}
