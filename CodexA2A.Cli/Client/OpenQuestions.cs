using System.Text.Json.Nodes;

namespace CodexA2A.Cli.Client;

/// <summary>What answers a question.</summary>
internal enum QuestionKind
{
    /// <summary>A decision.</summary>
    Permission,

    /// <summary>Words.</summary>
    Words,

    /// <summary>A form as an object, or a decision about it.</summary>
    Form,
}

/// <summary>A question that the agent asked and nobody answered yet.</summary>
/// <param name="RequestId">Its id, for the answer.</param>
/// <param name="Type">permission, question, permissions or elicitation.</param>
/// <param name="Details">What is asked.</param>
internal sealed record OpenQuestion(string RequestId, string Type, JsonObject Details)
{
    /// <summary>What answers it.</summary>
    public QuestionKind Kind => Type switch
    {
        "permission" or "permissions" => QuestionKind.Permission,
        "elicitation" => QuestionKind.Form,
        _ => QuestionKind.Words,
    };

    /// <summary>One entry for each question in it: true when that answer must not be seen. Empty where the agent does not say.</summary>
    public IReadOnlyList<bool> Secrets => Details["questions"] is JsonArray list
        ? [.. list.Select(item => item is JsonObject one && one["is_secret"] is JsonValue value && value.TryGetValue(out bool secret) && secret)]
        : [];
}

/// <summary>Keeps the open questions of a task, from <c>metadata.shared.interrupt</c> of its status events.</summary>
internal sealed class OpenQuestions
{
    private readonly List<OpenQuestion> open = [];

    /// <summary>Those open now, oldest first.</summary>
    public IReadOnlyList<OpenQuestion> Items => open;

    /// <summary>Takes the next event in.</summary>
    public void Apply(StreamResponse e)
    {
        if ((e.StatusUpdate?.Metadata ?? e.Task?.Metadata)?["shared"] is not JsonObject shared)
        {
            return;
        }

        // The list names all that are open, in short; the single one is what this event is about, in full.
        foreach (var named in shared["interrupts"] is JsonArray several ? several.OfType<JsonObject>() : [])
        {
            if (Text(named, "request_id") is { } id && !open.Exists(item => item.RequestId == id))
            {
                Apply(named);
            }
        }

        if (shared["interrupt"] is JsonObject one)
        {
            Apply(one);
        }
    }

    private void Apply(JsonObject interrupt)
    {
        if (Text(interrupt, "request_id") is not { } id)
        {
            return;
        }

        open.RemoveAll(item => item.RequestId == id);
        if (Text(interrupt, "phase") is null or "asked")
        {
            open.Add(new OpenQuestion(id, Text(interrupt, "type") ?? "permission", interrupt["details"] as JsonObject ?? []));
        }
    }

    private static string? Text(JsonObject node, string name) =>
        node[name] is JsonValue value && value.TryGetValue(out string? text) ? text : null;
}
