using System.Text.Json.Nodes;
using CodexA2A.Runner.Mapping.Text;

namespace CodexA2A.Runner.Mapping.Artifacts;

/// <summary>The text of a tool's output inside its state.</summary>
internal static class ToolOutputs
{
    /// <summary>Sets <c>text</c>, and <c>truncated_bytes</c> when something was left out.</summary>
    public static void SetText(JsonObject output, BoundedText text)
    {
        output["text"] = text.Text;
        if (text.TruncatedBytes > 0)
        {
            output["truncated_bytes"] = text.TruncatedBytes;
        }
    }
}
