using System.Text;
using System.Text.Json.Nodes;
using CodexA2A.Runner.Mapping.Artifacts;
using CodexA2A.Runner.Mapping.Outcomes;
using CodexA2A.Tasks;

namespace CodexA2A.Runner.Mapping.Approvals;

/// <summary>
/// The status when an interrupt opens and when it ends: <c>metadata.shared.interrupt</c> is the one it is about,
/// <c>metadata.shared.interrupts</c> all that are open.
/// </summary>
internal static class InterruptStatuses
{
    /// <summary>INPUT_REQUIRED.</summary>
    public static StatusContent Asked(Interrupt asked, IReadOnlyList<Interrupt> open) =>
        new(TaskState.InputRequired, Message(open.Count == 0 ? [asked] : open))
        {
            Source = StreamSources.Interrupt,
            Shared = new JsonObject { ["interrupt"] = Json(asked, asked.Details.DeepClone()), ["interrupts"] = List(open.Count == 0 ? [asked] : open) },
        };

    /// <summary>WORKING, or INPUT_REQUIRED while others are open.</summary>
    public static StatusContent Resolved(Interrupt closed, IReadOnlyList<Interrupt> stillOpen)
    {
        var json = new JsonObject
        {
            ["request_id"] = closed.Id,
            ["type"] = closed.Type,
            ["phase"] = "resolved",
            ["resolution"] = Resolution(closed),
        };
        return new StatusContent(stillOpen.Count > 0 ? TaskState.InputRequired : TaskState.Working, stillOpen.Count > 0 ? Message(stillOpen) : Words(closed))
        {
            Source = StreamSources.Interrupt,
            Shared = new JsonObject { ["interrupt"] = json, ["interrupts"] = List(stillOpen) },
        };
    }

    /// <summary>Members of <c>metadata.shared</c> that take back the questions which the task still shows, though their agent is gone; null when it shows none.</summary>
    public static JsonObject? Void(AgentTask task)
    {
        if ((task.Metadata?["shared"] as JsonObject)?["interrupts"] is not JsonArray { Count: > 0 } open || open[^1] is not JsonObject last)
        {
            return null;
        }

        return Ended((string?)last["request_id"], (string?)last["type"], "superseded");
    }

    /// <summary>Members of <c>metadata.shared</c> when a turn ends while it asks: the last one shown is taken back, and none is open.</summary>
    public static JsonObject Withdrawn(Interrupt last) => Ended(last.Id, last.Type, "withdrawn");

    /// <summary>How it ended, in one word.</summary>
    public static string Resolution(Interrupt closed) => closed.Status switch
    {
        InterruptStatus.Expired => "expired",
        InterruptStatus.Superseded => "superseded",
        InterruptStatus.Withdrawn => "withdrawn",
        _ => closed.Reply?.Decision is InterruptDecision.Deny or InterruptDecision.Cancel ? "rejected" : "replied",
    };

    private static JsonObject Ended(string? id, string? type, string resolution) => new()
    {
        ["interrupt"] = new JsonObject { ["request_id"] = id, ["type"] = type, ["phase"] = "resolved", ["resolution"] = resolution },
        ["interrupts"] = List([]),
    };

    private static string? Words(Interrupt closed) => closed.Status switch
    {
        InterruptStatus.Expired => "Nobody answered in time, so it was declined. The turn goes on.",
        InterruptStatus.Superseded => "The agent that asked is gone; the question is void.",
        InterruptStatus.Withdrawn => "The agent took the question back.",
        _ => null,
    };

    private static string Message(IReadOnlyList<Interrupt> open)
    {
        if (open is [var only])
        {
            return Display(only);
        }

        var text = new StringBuilder($"{open.Count} questions wait for an answer; name the request_id in metadata.shared.interrupt.\n");
        foreach (var interrupt in open)
        {
            text.Append('\n').Append("request_id ").Append(interrupt.Id).Append(":\n").Append(Display(interrupt)).Append('\n');
        }

        return text.ToString();
    }

    private static string Display(Interrupt interrupt) =>
        interrupt.Details["display_message"] is JsonValue value && value.TryGetValue(out string? text) ? text : "Codex waits for an answer.";

    /// <summary>All that are open, each only with its message: the whole details came when it was asked.</summary>
    private static JsonArray List(IReadOnlyList<Interrupt> open)
    {
        var list = new JsonArray();
        foreach (var interrupt in open)
        {
            list.Add((JsonNode)Json(interrupt, new JsonObject { ["display_message"] = Display(interrupt) }));
        }

        return list;
    }

    private static JsonObject Json(Interrupt interrupt, JsonNode details) => new()
    {
        ["request_id"] = interrupt.Id,
        ["type"] = interrupt.Type,
        ["phase"] = "asked",
        ["details"] = details,
    };
}
