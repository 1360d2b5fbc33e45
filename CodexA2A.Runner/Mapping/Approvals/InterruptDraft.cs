using System.Text.Json.Nodes;
using CodexA2A.Runner.Mapping.Streams;
using CodexA2A.Runner.Mapping.Text;

namespace CodexA2A.Runner.Mapping.Approvals;

/// <summary>A question of Codex, ready to be stored as an interrupt.</summary>
/// <param name="Type">One of <see cref="InterruptTypes"/>.</param>
/// <param name="Details">As <c>metadata.shared.interrupt.details</c>.</param>
/// <param name="Message">For a person: what is asked, and how to answer. Also <c>display_message</c> in the details.</param>
/// <param name="Secret">The answer must be stored nowhere (contracts.md §5).</param>
internal sealed record InterruptDraft(string Type, JsonObject Details, string Message, bool Secret)
{
    /// <summary>A draft whose message is in its details too.</summary>
    public static InterruptDraft Create(string type, JsonObject details, string message, bool secret = false)
    {
        var bounded = BoundedText.FirstAndLast(message, EventSizes.Question).Text;
        FittedJson.Fit(details, EventSizes.Details);
        details["display_message"] = bounded;
        return new InterruptDraft(type, details, bounded, secret);
    }
}

/// <summary>Types of interrupts.</summary>
internal static class InterruptTypes
{
    /// <summary>May this command run, may this patch be applied.</summary>
    public const string Permission = "permission";

    /// <summary>The model asks the user.</summary>
    public const string Question = "question";

    /// <summary>The model asks for rights.</summary>
    public const string Permissions = "permissions";

    /// <summary>An MCP server asks the user, or one of its tools wants to run.</summary>
    public const string Elicitation = "elicitation";
}
