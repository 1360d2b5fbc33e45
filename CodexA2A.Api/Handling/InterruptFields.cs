using System.Text.Json.Nodes;
using CodexA2A.Api.Extensions;
using CodexA2A.Tasks;

namespace CodexA2A.Api.Handling;

/// <summary>
/// An answer said in members: params of a method, a data part or metadata, all in the same names. What can be judged without the
/// question is judged first. Pure.
/// </summary>
internal static class InterruptFields
{
    /// <summary>The members that make an answer of each kind of question.</summary>
    public static string[] Names(string type) => type switch
    {
        "permission" => ["reply", "amendment", "message"],
        "question" => ["answers"],
        "permissions" => ["permissions", "scope"],
        _ => ["action", "content", "persist"],
    };

    /// <summary>How the answer to a question of this kind is read.</summary>
    /// <exception cref="A2AException">InvalidParams, here or when the question is known; the member is named.</exception>
    public static Func<Interrupt, InterruptReply> Read(string type, MethodParams given) => type switch
    {
        "permission" => Permission(given),
        "question" => Question(given),
        "permissions" => Permissions(given),
        _ => ElicitationFields.Read(given),
    };

    private static Func<Interrupt, InterruptReply> Permission(MethodParams given)
    {
        var word = given.Text("reply");
        given.OptionalText("message");
        if (word == "amend")
        {
            return InterruptAmendments.Read(given);
        }

        InterruptDecision decision = word switch
        {
            "once" => InterruptDecision.Approve,
            "always" => InterruptDecision.ApproveForSession,
            "reject" => InterruptDecision.Deny,
            "cancel" => InterruptDecision.Cancel,
            _ => throw A2AException.InvalidParams(given.Field("reply"), "must be once, always, amend, reject or cancel"),
        };
        return given.Raw("amendment") is null ? _ => new InterruptReply { Decision = decision }
            : throw A2AException.InvalidParams(given.Field("amendment"), "goes with the reply amend only");
    }

    private static Func<Interrupt, InterruptReply> Question(MethodParams given)
    {
        var answers = given.Answers("answers");
        return interrupt =>
        {
            var questions = (interrupt.Details["questions"] as JsonArray)?.Count ?? answers.Count;
            return answers.Count == questions ? new InterruptReply { Answers = answers }
                : throw A2AException.InvalidParams(given.Field("answers"), $"must have {questions} entries, one for each question");
        };
    }

    private static Func<Interrupt, InterruptReply> Permissions(MethodParams given)
    {
        var granted = given.OptionalObject("permissions") ?? throw A2AException.InvalidParams(given.Field("permissions"), "is required");
        var scope = given.OptionalText("scope");
        if (scope is not (null or "turn" or "session")) throw A2AException.InvalidParams(given.Field("scope"), "must be turn or session");
        return interrupt =>
        {
            // The runner has the whole request and leaves out what is too much; here it is only said, where it can be seen.
            if (interrupt.Details["permissions"] is JsonObject asked && !CutJson.IsIn(asked))
            {
                var refused = new List<FieldViolation>();
                PermissionGrant.Narrow(asked, granted, refused);
                CutJson.ThrowIfAny(given.Field("permissions"), refused);
            }

            return new InterruptReply { Permissions = granted, Scope = scope };
        };
    }
}
