namespace CodexA2A.ScriptedModel.Scenarios;

/// <summary>Writes patches in Codex's format.</summary>
internal static class PatchText
{
    public static string Add(string file, params IEnumerable<string> lines) =>
        $"*** Begin Patch\n*** Add File: {file}\n{string.Concat(lines.Select(line => $"+{line}\n"))}*** End Patch\n";

    /// <summary>Replaces one line that follows a known one.</summary>
    public static string Replace(string file, string context, string before, string after) =>
        $"*** Begin Patch\n*** Update File: {file}\n@@\n {context}\n-{before}\n+{after}\n*** End Patch\n";
}
