using System.Text.Json.Nodes;
using CodexA2A.Runner.AppServer.Protocol;
using CodexA2A.Runner.Mapping.Approvals;
using CodexA2A.Runner.Mapping.Text;

namespace CodexA2A.Runner.Mapping.Items;

/// <summary>What a message of the agent has beside its text, as data parts behind it. Pure.</summary>
internal static class MessageData
{
    private const int MaxQuestions = 16;
    private const int MaxEntries = 64;
    private const int MaxText = 1024;

    /// <summary>
    /// The parts; none for a plain message. <c>kind: questions</c> has what the agent asks without waiting for it,
    /// <c>kind: memory_citation</c> the notes that it rests on.
    /// </summary>
    public static IReadOnlyList<Part> Of(AgentMessageItem item, WorkspacePaths paths)
    {
        List<Part> parts = [];
        if (item.Questions is { Count: > 0 } questions)
        {
            var data = new JsonObject { ["kind"] = "questions" };
            CommandDraft.Set(data, "delivery", item.Delivery);
            data["questions"] = List(questions.Take(MaxQuestions).Select(Question));
            parts.Add(Part.FromData(data, "application/json"));
        }

        if (item.MemoryCitation?.Entries is { Count: > 0 } entries)
        {
            parts.Add(Part.FromData(
                new JsonObject { ["kind"] = "memory_citation", ["entries"] = List(entries.Take(MaxEntries).Select(entry => Entry(entry, paths))) }, "application/json"));
        }

        return parts;
    }

    /// <summary>Members of the closing event's <c>metadata.codex</c>.</summary>
    public static KeyValuePair<string, JsonNode?>[] Marks(AgentMessageItem item) =>
    [
        .. item.Delivery is { Length: > 0 } delivery ? [new("delivery", delivery)] : (KeyValuePair<string, JsonNode?>[])[],
        .. item.Moderation is { Moderated: true } ? [new("moderated", true)] : (KeyValuePair<string, JsonNode?>[])[],
    ];

    private static JsonObject Question(AsyncQuestion question)
    {
        var json = new JsonObject { ["title"] = Bounded(question.Title ?? "") };
        if (question.Options is { Count: > 0 } options)
        {
            json["options"] = CommandDraft.Strings(options.Take(MaxQuestions).Select(Bounded));
        }

        return json;
    }

    private static JsonObject Entry(MemoryCitationEntry entry, WorkspacePaths paths)
    {
        var json = new JsonObject();
        CommandDraft.Set(json, "path", entry.Path is { } path ? paths.Show(path) : null);
        CommandDraft.Set(json, "line_start", entry.LineStart);
        CommandDraft.Set(json, "line_end", entry.LineEnd);
        CommandDraft.Set(json, "note", entry.Note is { Length: > 0 } note ? Bounded(note) : null);
        return json;
    }

    private static JsonArray List(IEnumerable<JsonObject> items) => [.. items.Select(item => (JsonNode)item)];

    private static string Bounded(string text) => BoundedText.FirstAndLast(text, MaxText).Text;
}
