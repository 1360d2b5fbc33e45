using System.Text.Json.Nodes;

namespace CodexA2A.Cli.Rendering;

/// <summary>The proof of <c>codex.sessions.forget</c> for a person.</summary>
/// <param name="IsComplete">Everything was deleted, and nothing was found afterwards.</param>
/// <param name="Lines">What is printed.</param>
internal sealed record ForgetProofText(bool IsComplete, IReadOnlyList<string> Lines)
{
    /// <summary>Reads an answer of the method; what is missing in it counts as not done.</summary>
    public static ForgetProofText Read(JsonObject answer)
    {
        if (answer["forgotten"] is not JsonValue value || !value.TryGetValue(out bool forgotten) || !forgotten)
        {
            return new ForgetProofText(false, ["Not yet: it is done as soon as a runner that has the context's thread is there. Ask again for the proof."]);
        }

        string[] remaining = answer["remaining"] is JsonArray places ? [.. places.Select(place => $"{place}")] : ["unknown: the agent does not say"];
        var first = $"Context {answer["contextId"]} is forgotten: {Count(answer, "tasks", "task")}, {Count(answer, "events", "event")}, "
            + $"{Count(answer, "interrupts", "question")}; thread: {answer["thread"]}.";
        return remaining.Length == 0
            ? new ForgetProofText(true, [first, "Nothing of it was found afterwards."])
            : new ForgetProofText(false, [first, "It remains:", .. remaining.Select(place => $"  {place}")]);
    }

    private static string Count(JsonObject answer, string name, string word)
    {
        var count = answer[name]?.ToString() ?? "?";
        return count == "1" ? $"1 {word}" : $"{count} {word}s";
    }
}
