using System.Text.Json;
using System.Text.Json.Nodes;
using CodexA2A.Runner.AppServer.Protocol;
using CodexA2A.Runner.Mapping.Text;
using CodexA2A.Tasks;

namespace CodexA2A.Runner.Mapping.Approvals;

/// <summary>
/// The rules that Codex proposes with a command: a person may take one of them, never one of their own. Codex 0.169.0 asks about a host only
/// where the machine's requirements manage the network of commands (seen; docs/security.md); then it proposes to allow and to deny it.
/// </summary>
internal static class CommandAmendments
{
    /// <summary>The words that a command must begin with to be allowed from now on; null when no such rule is proposed.</summary>
    public static IReadOnlyList<string>? Prefix(CommandApprovalRequest request)
    {
        if (request.ProposedExecpolicyAmendment is { Count: > 0 } proposed)
        {
            return proposed;
        }

        var offered = Offered(request, "acceptWithExecpolicyAmendment", "execpolicy_amendment").FirstOrDefault();
        return offered.ValueKind == JsonValueKind.Array && offered.GetArrayLength() > 0 && offered.EnumerateArray().All(word => word.ValueKind == JsonValueKind.String)
            ? [.. offered.EnumerateArray().Select(word => word.GetString()!)] : null;
    }

    /// <summary>The rules for hosts.</summary>
    public static IReadOnlyList<NetworkPolicyAmendment> Rules(CommandApprovalRequest request) =>
    [
        .. (request.ProposedNetworkPolicyAmendments ?? [])
            .Concat(Offered(request, "applyNetworkPolicyAmendment", "network_policy_amendment")
                .Select(rule => new NetworkPolicyAmendment(Text(rule, "host"), Text(rule, "action"))))
            .Where(rule => rule is { Host.Length: > 0, Action.Length: > 0 })
            .Distinct(),
    ];

    /// <summary>What is proposed, for the details; null when nothing is.</summary>
    public static JsonObject? Json(CommandApprovalRequest request)
    {
        var (prefix, rules) = (Prefix(request), Rules(request));
        if (prefix is null && rules.Count == 0)
        {
            return null;
        }

        var json = new JsonObject();
        CommandDraft.Set(json, "execpolicy_amendment", prefix is null ? null : CommandDraft.Strings(prefix));
        CommandDraft.Set(json, "network_policy_amendments", rules.Count == 0 ? null : new JsonArray(
            [.. rules.Select(rule => (JsonNode)new JsonObject { ["host"] = rule.Host, ["action"] = rule.Action })]));
        return json;
    }

    /// <summary>A line for a person; empty when nothing is proposed.</summary>
    public static string HowToTake(CommandApprovalRequest request)
    {
        var (prefix, rules) = (Prefix(request), Rules(request));
        return (prefix, rules) switch
        {
            ({ } words, []) => $"\nOr reply amend to allow from now on all that begins with: {BoundedText.FirstAndLast(string.Join(' ', words), 512).Text}",
            (null, [var rule]) => $"\nOr reply amend to {rule.Action} {rule.Host} from now on.",
            (null, []) => "",
            _ => "\nSeveral rules are proposed; one is taken by a2a.interrupt.permission.reply with reply amend.",
        };
    }

    /// <summary>The decision with the rule that was chosen; null when none was, or none like it is proposed.</summary>
    public static CommandApprovalDecision? Taken(CommandApprovalRequest request, InterruptReply reply) => reply switch
    {
        { Amendment: { Host: null }, Decision: InterruptDecision.Approve } when Prefix(request) is { } prefix =>
            CommandApprovalDecision.AcceptWithExecpolicyAmendment(prefix),
        { Amendment: { Host: { } host } chosen } when Rules(request).FirstOrDefault(rule => rule.Host == host && rule.Action == chosen.Action) is { } rule
            && reply.Decision == (rule.Action == "allow" ? InterruptDecision.Approve : InterruptDecision.Deny) =>
            CommandApprovalDecision.ApplyNetworkPolicyAmendment(rule),
        _ => null,
    };

    private static IEnumerable<JsonElement> Offered(CommandApprovalRequest request, string decision, string member)
    {
        foreach (var offered in request.AvailableDecisions ?? [])
        {
            if (offered.ValueKind == JsonValueKind.Object && offered.TryGetProperty(decision, out var inner)
                && inner.ValueKind == JsonValueKind.Object && inner.TryGetProperty(member, out var value))
            {
                yield return value;
            }
        }
    }

    private static string Text(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString()! : "";
}
