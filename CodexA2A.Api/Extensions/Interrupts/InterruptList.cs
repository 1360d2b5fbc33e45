using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using CodexA2A.Api.Handling;
using CodexA2A.Tasks;

namespace CodexA2A.Api.Extensions.Interrupts;

/// <summary><c>codex.interrupts.list</c>: the caller's open questions, oldest first.</summary>
internal sealed class InterruptList(ITurnQueue queue)
{
    /// <summary>The method.</summary>
    public const string Name = "codex.interrupts.list";

    private const int Limit = 1000;
    private static readonly string[] Types = ["permission", "question", "permissions", "elicitation"];

    public async Task<Payload> RunAsync(CallContext context, JsonElement parameters, CancellationToken cancellationToken)
    {
        var given = new MethodParams(parameters, "interrupt_type", "type", "metadata");
        var type = given.OptionalText("interrupt_type") ?? given.OptionalText("type");
        if (type is not null && !Types.Contains(type))
        {
            throw A2AException.InvalidParams("interrupt_type", $"must be one of: {string.Join(", ", Types)}");
        }

        if (given.OptionalText("type") is { } alias && alias != type) throw A2AException.InvalidParams("type", "says another type than interrupt_type");
        var open = await queue.ListInterruptsAsync(context.Owner, Limit, cancellationToken);
        return Payload.Of(new JsonObject
        {
            ["items"] = new JsonArray([.. open.Where(interrupt => type is null || interrupt.Type == type).Select(Item)]),
        });
    }

    private static JsonNode Item(Interrupt interrupt) => new JsonObject
    {
        ["request_id"] = interrupt.Id,
        ["interrupt_type"] = interrupt.Type,
        ["session_id"] = interrupt.ThreadId,
        ["task_id"] = interrupt.TaskId,
        ["context_id"] = interrupt.ContextId,
        ["created_at"] = Timestamp(interrupt.AskedAt),
        ["expires_at"] = Timestamp(interrupt.Deadline),
        ["properties"] = interrupt.Details.DeepClone(),
    };

    private static string Timestamp(DateTimeOffset time) => time.ToUniversalTime().ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
}
