using System.Text.Json;
using System.Text.Json.Nodes;
using CodexA2A.Tasks;

namespace CodexA2A.Api.Handling;

/// <summary>Reads a message as the answer to a question (contracts.md §5). Pure.</summary>
internal static class InterruptAnswer
{
    private const string Field = "message.parts";
    private const string Words = "must be one of: approve (or yes), approve for session, deny (or no), cancel";

    /// <summary>The answer.</summary>
    /// <exception cref="A2AException">InvalidParams: it is unclear, and nothing changes.</exception>
    public static InterruptReply Read(Interrupt interrupt, Message message) => interrupt.Type switch
    {
        "question" => new InterruptReply { Answers = Answers(interrupt, message) },
        "permissions" => Permissions(interrupt, Decision(message)),
        "elicitation" => Elicitation(message),
        _ => new InterruptReply { Decision = Decision(message) ?? throw Unclear() },
    };

    /// <summary>The message as the history may show it when the answer is secret.</summary>
    public static Message WithoutText(Message message) => message with { Parts = [Part.FromText("[secret]")] };

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

    private static InterruptReply Permissions(Interrupt interrupt, InterruptDecision? decision) => decision switch
    {
        InterruptDecision.Approve or InterruptDecision.ApproveForSession => new InterruptReply
        {
            Permissions = interrupt.Details["permissions"]?.DeepClone() as JsonObject ?? [],
            Scope = decision == InterruptDecision.Approve ? "turn" : "session",
        },
        null => throw Unclear(),
        _ => new InterruptReply { Decision = decision },
    };

    /// <summary>A form is filled by one data part; deny and cancel are words.</summary>
    private static InterruptReply Elicitation(Message message)
    {
        if (message.Parts is [{ Data: { ValueKind: JsonValueKind.Object } form }]) return new InterruptReply { Content = JsonObject.Create(form) };
        return Decision(message) switch
        {
            InterruptDecision.Approve or InterruptDecision.ApproveForSession => new InterruptReply { Content = [] },
            InterruptDecision.Deny => new InterruptReply { Decision = InterruptDecision.Deny },
            InterruptDecision.Cancel => new InterruptReply { Decision = InterruptDecision.Cancel },
            _ => throw A2AException.InvalidParams(Field, "must be one data part with the filled form, or one of: approve, deny, cancel"),
        };
    }

    /// <summary>All the text, or null when some part is not text: an answer is words only.</summary>
    private static string? Text(Message message) =>
        message.Parts.Any(part => part.Text is null) ? null : string.Join('\n', message.Parts.Select(part => part.Text));

    private static A2AException Unclear() => A2AException.InvalidParams(Field, Words);
}
