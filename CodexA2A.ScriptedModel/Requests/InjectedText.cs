using System.Text.RegularExpressions;

namespace CodexA2A.ScriptedModel.Requests;

/// <summary>
/// Knows the user messages that Codex writes itself: an element such as <c>&lt;environment_context&gt;…&lt;/environment_context&gt;</c>,
/// the contents of AGENTS.md, the summary after a compaction. They never choose a scenario.
/// </summary>
internal static partial class InjectedText
{
    public static bool IsInjected(string text)
    {
        var trimmed = text.AsSpan().Trim();
        return trimmed.StartsWith("# AGENTS.md instructions", StringComparison.Ordinal)
            || trimmed.StartsWith("Another language model started", StringComparison.Ordinal)
            || Element().IsMatch(trimmed);
    }

    [GeneratedRegex(@"^<[a-z][a-z0-9_-]*[ >]", RegexOptions.CultureInvariant)]
    private static partial Regex Element();
}
