using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using CodexA2A.Protocol.Json;

namespace CodexA2A.Tasks;

/// <summary>Names what a person decided about without saying it. Pure.</summary>
public static class ApprovalDigest
{
    // Deeper than what the store takes.
    private static readonly JsonDocumentOptions Deep = new() { MaxDepth = 1024 };

    /// <summary>Of a question's details: whoever has the question can make it again.</summary>
    /// <param name="details">What <see cref="Interrupt.Details"/> has.</param>
    /// <returns>SHA-256, in hex; null where the canonical form cannot write it: a number that is too large, half a character.</returns>
    public static string? Of(JsonObject details)
    {
        ArgumentNullException.ThrowIfNull(details);
        try
        {
            using var document = JsonDocument.Parse(Encoding.UTF8.GetBytes(details.ToJsonString()), Deep);
            return Convert.ToHexStringLower(SHA256.HashData(CanonicalJson.Write(document.RootElement)));
        }
        catch (Exception exception) when (exception is ArgumentException or InvalidOperationException or JsonException)
        {
            return null;
        }
    }

    /// <summary>The decision in a word; what an answer says is not told.</summary>
    public static string Word(InterruptReply reply) => reply switch
    {
        { Amendment: not null } => "amend",
        { Decision: InterruptDecision.Approve } => "approve",
        { Decision: InterruptDecision.ApproveForSession, Scope: "always" } => "approve_always",
        { Decision: InterruptDecision.ApproveForSession } => "approve_for_session",
        { Decision: InterruptDecision.Deny } => "deny",
        { Decision: InterruptDecision.Cancel } => "cancel",
        { Permissions: not null, Scope: "session" } => "grant_for_session",
        { Permissions: not null } => "grant",
        _ => "answer",
    };
}
