namespace CodexA2A.ScriptedModel.Steps;

/// <summary>Ids that never repeat: Codex takes them over as item ids.</summary>
internal static class Ids
{
    public static string New(string prefix) => $"{prefix}_{Guid.CreateVersion7():N}";
}
