using System.Text.Json;
using System.Text.Json.Nodes;
using CodexA2A.Api.Handling;
using CodexA2A.Api.JsonRpc;
using CodexA2A.Tasks;

namespace CodexA2A.Api.Extensions.Interrupts;

/// <summary>The methods of the interactive-interrupt extension; the queue's first answer wins.</summary>
internal sealed class InterruptMethods(ITurnQueue queue)
{
    public const string PermissionReply = "a2a.interrupt.permission.reply";
    public const string QuestionReply = "a2a.interrupt.question.reply";
    public const string QuestionReject = "a2a.interrupt.question.reject";

    private const string Permission = "permission";
    private const string Question = "question";

    /// <summary>The methods.</summary>
    public IEnumerable<RpcMethod> All =>
    [
        new RpcMethod.Unary(PermissionReply, ReplyPermissionAsync),
        new RpcMethod.Unary(QuestionReply, ReplyQuestionAsync),
        new RpcMethod.Unary(QuestionReject, RejectQuestionAsync),
        new RpcMethod.Unary(InterruptList.Name, new InterruptList(queue).RunAsync),
    ];

    private async Task<Payload> ReplyPermissionAsync(CallContext context, JsonElement parameters, CancellationToken cancellationToken)
    {
        var given = new MethodParams(parameters, "request_id", "reply", "message", "metadata");
        var (id, word) = (given.Text("request_id"), given.Text("reply"));
        var decision = word switch
        {
            "once" => InterruptDecision.Approve,
            "always" => InterruptDecision.ApproveForSession,
            "reject" => InterruptDecision.Deny,
            "cancel" => InterruptDecision.Cancel,
            _ => throw A2AException.InvalidParams("reply", "must be once, always, reject or cancel"),
        };
        given.OptionalText("message");
        await AnswerAsync(context, id, Permission, _ => new InterruptReply { Decision = decision }, cancellationToken);
        return Done(id, ("reply", word));
    }

    private async Task<Payload> ReplyQuestionAsync(CallContext context, JsonElement parameters, CancellationToken cancellationToken)
    {
        var given = new MethodParams(parameters, "request_id", "answers", "metadata");
        var (id, answers) = (given.Text("request_id"), given.Answers("answers"));
        var secret = false;
        await AnswerAsync(
            context,
            id,
            Question,
            interrupt =>
            {
                secret = interrupt.Secret;
                var questions = (interrupt.Details["questions"] as JsonArray)?.Count ?? answers.Count;
                return answers.Count == questions ? new InterruptReply { Answers = answers }
                    : throw A2AException.InvalidParams("answers", $"must have {questions} entries, one for each question");
            },
            cancellationToken);
        return secret ? Done(id) : Done(id, ("answers", new JsonArray([.. answers.Select(Strings)])));
    }

    private async Task<Payload> RejectQuestionAsync(CallContext context, JsonElement parameters, CancellationToken cancellationToken)
    {
        var id = new MethodParams(parameters, "request_id", "metadata").Text("request_id");
        await AnswerAsync(context, id, Question, _ => new InterruptReply { Decision = InterruptDecision.Deny }, cancellationToken);
        return Done(id);
    }

    private async Task AnswerAsync(
        CallContext context, string id, string type, Func<Interrupt, InterruptReply> reply, CancellationToken cancellationToken)
    {
        var interrupt = await queue.GetInterruptAsync(context.Owner, id, cancellationToken) ?? throw InterruptErrors.NotFound(id);
        if (interrupt.Type != type) throw InterruptErrors.TypeMismatch(id, type, interrupt.Type);
        InterruptErrors.ThrowUnlessTaken(id, await queue.AnswerAsync(
            new AnswerSubmission(context.Owner, id, reply(interrupt)) { TraceParent = context.TraceParent }, cancellationToken));
    }

    private static Payload Done(string id, params ReadOnlySpan<(string Name, JsonNode Value)> more)
    {
        var result = new JsonObject { ["ok"] = true, ["request_id"] = id };
        foreach (var (name, value) in more)
        {
            result[name] = value;
        }

        return Payload.Of(result);
    }

    private static JsonNode Strings(IReadOnlyList<string> strings) => new JsonArray([.. strings.Select(text => (JsonNode)text)]);
}
