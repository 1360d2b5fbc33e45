namespace CodexA2A.ScriptedModel.Requests;

/// <summary>
/// Knows the user messages that Codex writes itself: one element such as
/// <c>&lt;environment_context&gt;…&lt;/environment_context&gt;</c>, the contents of AGENTS.md, the summary after a
/// compaction. They never choose a scenario.
/// </summary>
internal static class InjectedText
{
    public static bool IsInjected(string text)
    {
        var trimmed = text.AsSpan().Trim();
        return trimmed.StartsWith("# AGENTS.md instructions", StringComparison.Ordinal)
            || trimmed.StartsWith("Another language model started", StringComparison.Ordinal)
            || IsElement(trimmed);
    }

    /// <summary>Codex puts tags of their own before and after an image.</summary>
    public static bool IsImageTag(string text) =>
        text == "</image>" || (text.StartsWith("<image ", StringComparison.Ordinal) && text.EndsWith('>'));

    private static bool IsElement(ReadOnlySpan<char> text)
    {
        if (text.Length < 2 || text[0] != '<' || !char.IsAsciiLetterLower(text[1]))
        {
            return false;
        }

        var end = text.IndexOfAny(" >\n");
        return end > 0 && text.EndsWith($"</{text[1..end]}>", StringComparison.Ordinal);
    }
}
