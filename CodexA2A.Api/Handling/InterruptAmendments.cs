using System.Text.Json.Nodes;
using CodexA2A.Api.Extensions;
using CodexA2A.Tasks;

namespace CodexA2A.Api.Handling;

/// <summary>Taking one of the rules that Codex proposed with a command; a client cannot make one of its own. Pure.</summary>
internal static class InterruptAmendments
{
    private const string Exec = "execpolicy_amendment";
    private const string Network = "network_policy_amendment";

    /// <summary>Reads <c>amendment</c>: <c>{execpolicy_amendment: [words]}</c> or <c>{network_policy_amendment: {host, action}}</c>; it may be left out where one is proposed.</summary>
    public static Func<Interrupt, InterruptReply> Read(MethodParams given)
    {
        var chosen = given.Raw("amendment") is null ? null : given.Nested("amendment", Exec, Network);
        var prefix = chosen?.OptionalTexts(Exec, 256);
        var rule = chosen?.Raw(Network) is null ? null : chosen.Nested(Network, "host", "action");
        var (host, action) = (rule?.Text("host"), rule?.Text("action"));
        if (chosen is not null && prefix is null == host is null)
        {
            throw A2AException.InvalidParams(given.Field("amendment"), $"must have one of: {Exec}, {Network}");
        }

        return interrupt => Choose(interrupt, given.Field("amendment"), proposed =>
            chosen is null || (prefix is null ? proposed.Rule == new InterruptAmendment(host, action) : proposed.Prefix?.SequenceEqual(prefix) == true));
    }

    /// <summary>The only rule that is proposed.</summary>
    public static InterruptReply Only(Interrupt interrupt, string field) => Choose(interrupt, field, _ => true);

    private static InterruptReply Choose(Interrupt interrupt, string field, Func<Proposal, bool> isChosen)
    {
        var proposed = Proposed(interrupt.Details["amendments"] as JsonObject);
        if (proposed.Count == 0) throw A2AException.InvalidParams(field, "is not possible here: no rule was proposed");
        return proposed.Where(isChosen).ToArray() switch
        {
            [var only] => new InterruptReply { Decision = only.Rule.Action == "deny" ? InterruptDecision.Deny : InterruptDecision.Approve, Amendment = only.Rule },
            [] => throw A2AException.InvalidParams(field, "must be one that was proposed, as the details of the question have it"),
            _ => throw A2AException.InvalidParams(field, "must say which of the proposed rules is taken"),
        };
    }

    private static List<Proposal> Proposed(JsonObject? offered)
    {
        var all = new List<Proposal>();
        if (offered?[Exec] is JsonArray words) all.Add(new Proposal(new InterruptAmendment(), [.. words.Select(word => JsonText.Of(word) ?? "")]));
        foreach (var rule in offered?["network_policy_amendments"] as JsonArray ?? [])
        {
            if (rule is JsonObject && JsonText.Of(rule["host"]) is { } host && JsonText.Of(rule["action"]) is { } action)
            {
                all.Add(new Proposal(new InterruptAmendment(host, action), null));
            }
        }

        return all;
    }

    private sealed record Proposal(InterruptAmendment Rule, IReadOnlyList<string>? Prefix);
}
