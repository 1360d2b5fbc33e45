using System.Text.Json;
using System.Text.Json.Nodes;
using CodexA2A.Api.Extensions;
using CodexA2A.Tasks;

namespace CodexA2A.Api.Handling;

/// <summary>Reads a message as the answer to a question (contracts.md §5). Pure.</summary>
internal static class InterruptAnswer
{
    private const string Field = "message.parts";
    private const string DataField = "message.parts[0].data";
    private const string Words = "must be one of: approve (or yes), approve for session, deny (or no), cancel; or approve always, amend where the question offers it";

    /// <summary>The answer.</summary>
    /// <exception cref="A2AException">InvalidParams: it is unclear, and nothing changes.</exception>
    public static InterruptReply Read(Interrupt interrupt, Message message)
    {
        if (message.Parts is not [{ Data: { ValueKind: JsonValueKind.Object } data }]) return Said(interrupt, message);
        // A form is filled by one data part; what has no form is answered by the members of its method.
        if (IsForm(interrupt)) return ElicitationFields.Form(interrupt, JsonObject.Create(data)!, DataField);
        return InterruptFields.Read(interrupt.Type, new MethodParams(DataField + ".", data, InterruptFields.Names(interrupt.Type)))(interrupt);
    }

    /// <summary>The message as the history may show it when the answer is secret.</summary>
    public static Message WithoutText(Message message) => message with { Parts = [Part.FromText("[secret]")] };

    private static InterruptReply Said(Interrupt interrupt, Message message)
    {
        if (interrupt.Type == "question") return new InterruptReply { Answers = Answers(interrupt, message) };
        var text = Text(message)?.Trim().ToLowerInvariant();
        if (text == "amend" && interrupt.Type == "permission") return InterruptAmendments.Only(interrupt, Field);
        if (text == "approve always" && interrupt.Type == "elicitation" && ElicitationFields.IsTool(interrupt) && ElicitationFields.OffersAlways(interrupt))
        {
            return new InterruptReply { Decision = InterruptDecision.ApproveForSession, Scope = "always" };
        }

        var decision = Decision(message) ?? throw Unclear(interrupt.Type);
        // A form that wants something is not answered by a mere yes.
        if (IsForm(interrupt) && decision is (InterruptDecision.Approve or InterruptDecision.ApproveForSession)) ElicitationFields.Form(interrupt, [], DataField);
        return new InterruptReply { Decision = decision };
    }

    private static bool IsForm(Interrupt interrupt) =>
        interrupt.Type == "elicitation" && !ElicitationFields.IsTool(interrupt) && (string?)interrupt.Details["mode"] != "url";

    private static InterruptDecision? Decision(Message message) => Text(message)?.Trim().ToLowerInvariant() switch
    {
        "approve" or "yes" => InterruptDecision.Approve,
        "approve for session" => InterruptDecision.ApproveForSession,
        "deny" or "no" => InterruptDecision.Deny,
        "cancel" => InterruptDecision.Cancel,
        _ => null,
    };

    /// <summary>One question takes the whole text; several take one text part each, in their order.</summary>
    private static IReadOnlyList<IReadOnlyList<string>> Answers(Interrupt interrupt, Message message)
    {
        if (Text(message) is not { } text || string.IsNullOrWhiteSpace(text)) throw A2AException.InvalidParams(Field, "must be the answer as text");
        var questions = interrupt.Details["questions"] is JsonArray array ? array.Count : 1;
        if (questions <= 1) return [[text.Trim()]];
        return message.Parts.Count == questions ? [.. message.Parts.Select(part => (IReadOnlyList<string>)[part.Text!.Trim()])]
            : throw A2AException.InvalidParams(Field, $"must be {questions} text parts, one for each question in its order");
    }

    /// <summary>All the text, or null when some part is not text: an answer is words only.</summary>
    private static string? Text(Message message) =>
        message.Parts.Any(part => part.Text is null) ? null : string.Join('\n', message.Parts.Select(part => part.Text));

    private static A2AException Unclear(string type) =>
        A2AException.InvalidParams(Field, type == "elicitation" ? $"{Words}; or one data part with the filled form" : Words);
}
