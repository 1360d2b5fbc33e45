using System.Text.Json;
using System.Text.Json.Nodes;
using CodexA2A.Api.Audit;
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
    public const string PermissionsReply = "a2a.interrupt.permissions.reply";
    public const string ElicitationReply = "a2a.interrupt.elicitation.reply";

    private const string Question = "question";

    /// <summary>The methods.</summary>
    public IEnumerable<RpcMethod> All =>
    [
        Reply(PermissionReply, "permission"),
        Reply(QuestionReply, Question),
        new RpcMethod.Unary(QuestionReject, RejectQuestionAsync),
        Reply(PermissionsReply, "permissions"),
        Reply(ElicitationReply, "elicitation"),
        new RpcMethod.Unary(InterruptList.Name, new InterruptList(queue).RunAsync),
    ];

    private RpcMethod.Unary Reply(string method, string type) =>
        new(method, (context, parameters, cancellationToken) => ReplyAsync(context, type, parameters, cancellationToken));

    private async Task<Payload> ReplyAsync(CallContext context, string type, JsonElement parameters, CancellationToken cancellationToken)
    {
        var names = InterruptFields.Names(type);
        var given = new MethodParams(parameters, [.. names, "request_id", "metadata"]);
        var id = given.Text("request_id");
        var interrupt = await AnswerAsync(context, id, type, InterruptFields.Read(type, given), cancellationToken);
        var result = Done(id);
        foreach (var name in names.Where(name => name != "message" && !interrupt.Secret))
        {
            if (given.Raw(name) is { } value) result[name] = value;
        }

        return Payload.Of(result);
    }

    private async Task<Payload> RejectQuestionAsync(CallContext context, JsonElement parameters, CancellationToken cancellationToken)
    {
        var id = new MethodParams(parameters, "request_id", "metadata").Text("request_id");
        await AnswerAsync(context, id, Question, _ => new InterruptReply { Decision = InterruptDecision.Deny }, cancellationToken);
        return Payload.Of(Done(id));
    }

    private async Task<Interrupt> AnswerAsync(
        CallContext context, string id, string type, Func<Interrupt, InterruptReply> reply, CancellationToken cancellationToken)
    {
        var interrupt = await queue.GetInterruptAsync(context.Owner, id, cancellationToken) ?? throw InterruptErrors.NotFound(id);
        if (interrupt.Type != type) throw InterruptErrors.TypeMismatch(id, type, interrupt.Type);
        var answer = reply(interrupt);
        CallNote.Current?.Answers(interrupt, answer);
        InterruptErrors.ThrowUnlessTaken(id, await queue.AnswerAsync(
            new AnswerSubmission(context.Owner, id, answer) { TraceParent = context.TraceParent }, cancellationToken));
        return interrupt;
    }

    private static JsonObject Done(string id) => new() { ["ok"] = true, ["request_id"] = id };
}
