using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using CodexA2A.Api.Cards.Signing;
using CodexA2A.Tasks;

namespace CodexA2A.Api.Audit;

/// <summary>Names what a person decided about without saying it. Pure.</summary>
internal static class ApprovalDigest
{
    /// <summary>Of a question's details: whoever has the question can make it again.</summary>
    public static string Of(JsonObject details)
    {
        using var document = JsonDocument.Parse(Encoding.UTF8.GetBytes(details.ToJsonString()));
        return Convert.ToHexStringLower(SHA256.HashData(CanonicalJson.Write(document.RootElement)));
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
