using System.Text.Json.Nodes;
using CodexA2A.Api.Extensions;
using CodexA2A.Tasks;

namespace CodexA2A.Api.Handling;

/// <summary>The answer to what an MCP server asks, and to whether one of its tools may run. Pure.</summary>
internal static class ElicitationFields
{
    /// <summary>Reads <c>action</c>, <c>content</c> and <c>persist</c>.</summary>
    public static Func<Interrupt, InterruptReply> Read(MethodParams given)
    {
        var (action, content, persist) = (given.Text("action"), given.OptionalObject("content"), given.OptionalText("persist"));
        if (action is not ("accept" or "decline" or "cancel")) throw A2AException.InvalidParams(given.Field("action"), "must be accept, decline or cancel");
        if (persist is not (null or "session" or "always")) throw A2AException.InvalidParams(given.Field("persist"), "must be session or always");
        if (action != "accept")
        {
            if (content is not null) throw A2AException.InvalidParams(given.Field("content"), "goes with the action accept only");
            return _ => new InterruptReply { Decision = action == "cancel" ? InterruptDecision.Cancel : InterruptDecision.Deny };
        }

        return interrupt =>
        {
            if (IsTool(interrupt)) return Tool(interrupt, content, persist, given);
            if (persist is not null) throw A2AException.InvalidParams(given.Field("persist"), "is for the approval of a tool only");
            if (JsonText.Of(interrupt.Details["mode"]) != "url") return Form(interrupt, content ?? [], given.Field("content"));
            return content is null or { Count: 0 } ? new InterruptReply { Decision = InterruptDecision.Approve }
                : throw A2AException.InvalidParams(given.Field("content"), "must be left out: nothing is asked for but a visit of the address");
        };
    }

    /// <summary>A filled form.</summary>
    /// <exception cref="A2AException">InvalidParams naming the members that do not fit its schema.</exception>
    public static InterruptReply Form(Interrupt interrupt, JsonObject content, string path)
    {
        if (interrupt.Details["requested_schema"] is JsonObject schema && !CutJson.IsIn(schema))
        {
            CutJson.ThrowIfAny(path, FormCheck.Wrong(schema, content, closed: JsonText.Of(interrupt.Details["mode"]) == "form"));
        }

        return new InterruptReply { Content = content };
    }

    /// <summary>True when the question is whether a tool may run.</summary>
    public static bool IsTool(Interrupt interrupt) => JsonText.Of((interrupt.Details["meta"] as JsonObject)?["codex_approval_kind"]) == "mcp_tool_call";

    /// <summary>True when the tool may be allowed for ever.</summary>
    public static bool OffersAlways(Interrupt interrupt) => (interrupt.Details["meta"] as JsonObject)?["persist"] switch
    {
        JsonArray list => list.Any(item => JsonText.Of(item) == "always"),
        var one => JsonText.Of(one) == "always",
    };

    private static InterruptReply Tool(Interrupt interrupt, JsonObject? content, string? persist, MethodParams given)
    {
        if (content is { Count: > 0 }) throw A2AException.InvalidParams(given.Field("content"), "must be empty: a tool wants to run, and asks for nothing");
        if (persist == "always" && !OffersAlways(interrupt)) throw A2AException.InvalidParams(given.Field("persist"), "cannot be always for this tool");
        return persist is null ? new InterruptReply { Decision = InterruptDecision.Approve }
            : new InterruptReply { Decision = InterruptDecision.ApproveForSession, Scope = persist == "always" ? persist : null };
    }
}
