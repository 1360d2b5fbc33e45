using System.Text.Json;

namespace CodexA2A.Runner.AppServer;

/// <summary>A call of a tool, as the model made it.</summary>
/// <param name="CallId">The model's id of the call; the id of the tool's item, except in code mode.</param>
/// <param name="Name">The tool: <c>exec_command</c>, <c>apply_patch</c>, <c>mcp__…</c>; <c>exec</c> is a cell of code mode.</param>
/// <param name="Command">The command line, where it is one.</param>
internal sealed record RolloutCall(string CallId, string Name, string? Command = null)
{
    /// <summary>JavaScript of a model in code mode; what it runs has ids of its own.</summary>
    public bool IsCodeCell => Name == "exec";
}

/// <summary>
/// Codex's own record of a thread, its rollout file. Codex writes a call there before it runs the tool, and tells of the tool some
/// tenths of a second after it has begun to run it: after a loss in between only this file knows (0007-uncertain-tools-after-a-loss.md).
/// </summary>
internal static class RolloutCalls
{
    /// <summary>A turn that matters is at the end; so much of the file is read.</summary>
    private const long TailBytes = 8 * 1024 * 1024;

    // They change nothing.
    private static readonly HashSet<string> Harmless = new(StringComparer.Ordinal)
    {
        "update_plan", "request_user_input", "request_permissions", "view_image", "wait", "tool_search",
        "list_mcp_resources", "list_mcp_resource_templates", "read_mcp_resource",
    };

    /// <summary>The calls of a turn whose end the file does not have; none when it cannot be read.</summary>
    public static async Task<IReadOnlyList<RolloutCall>> ReadAsync(string? path, string turnId, CancellationToken cancellationToken)
    {
        if (path is null)
            return [];
        try
        {
            await using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            var whole = file.Length <= TailBytes;
            if (!whole)
                file.Seek(-TailBytes, SeekOrigin.End);
            using var reader = new StreamReader(file);
            if (!whole)
                await reader.ReadLineAsync(cancellationToken);
            return await Task.Run(() => Unsettled(Lines(reader), turnId, inTurn: !whole), cancellationToken);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }

    // One at a time: many turns may be recovered at once.
    private static IEnumerable<string> Lines(StreamReader reader)
    {
        while (reader.ReadLine() is { } line)
            yield return line;
    }

    /// <summary>The same of lines; pure. A line that cannot be read is passed over.</summary>
    /// <param name="lines">The file's lines, or its last ones.</param>
    /// <param name="turnId">The turn.</param>
    /// <param name="inTurn">The first line is already the turn's.</param>
    public static IReadOnlyList<RolloutCall> Unsettled(IEnumerable<string> lines, string turnId, bool inTurn = false)
    {
        var open = new Dictionary<string, RolloutCall>(StringComparer.Ordinal);
        var responseEnded = false;
        var seen = false;
        foreach (var line in lines)
        {
            if (Parse(line) is not { } entry)
                continue;
            switch (entry.TextOf("type"))
            {
                case "event_msg" when Payload(entry) is { } payload && payload.TextOf("type") == "task_started":
                    if (seen)
                        return [.. open.Values];
                    seen = inTurn = payload.TextOf("turn_id") == turnId;
                    open.Clear();
                    break;
                case "token_usage_record":
                    responseEnded = true;
                    break;
                case "response_item" when inTurn && Payload(entry) is { } item:
                    if (responseEnded && IsModels(item))
                    {
                        // The model was asked again, so it was told how its calls ended.
                        open.Clear();
                        responseEnded = false;
                    }

                    Add(open, item);
                    break;
            }
        }

        return [.. open.Values];
    }

    private static void Add(Dictionary<string, RolloutCall> open, JsonElement item)
    {
        var id = item.TextOf("call_id");
        switch (item.TextOf("type"))
        {
            case "function_call" or "custom_tool_call" or "local_shell_call" when id is not null:
                var name = item.TextOf("name") ?? "shell";
                if (!Harmless.Contains(name))
                    open[id] = new RolloutCall(id, name, Parse(item.TextOf("arguments") ?? "") is { } arguments ? arguments.TextOf("cmd") ?? arguments.TextOf("command") : null);
                break;
            case "function_call_output" or "custom_tool_call_output" when id is not null && !WasAborted(item):
                open.Remove(id);
                break;
        }
    }

    private static bool IsModels(JsonElement item) => item.TextOf("type") switch
    {
        "message" => item.TextOf("role") == "assistant",
        "reasoning" or "function_call" or "custom_tool_call" or "local_shell_call" => true,
        _ => false,
    };

    private static bool WasAborted(JsonElement output) =>
        output.TryGetProperty("output", out var text) && text.GetRawText().Contains("aborted by user", StringComparison.Ordinal);

    private static JsonElement? Payload(JsonElement entry) =>
        entry.TryGetProperty("payload", out var payload) && payload.ValueKind == JsonValueKind.Object ? payload : null;

    private static JsonElement? Parse(string line)
    {
        try
        {
            var entry = JsonElement.Parse(line);
            return entry.ValueKind == JsonValueKind.Object ? entry : null;
        }
        catch (JsonException)
        {
            // Its last line may be half written.
            return null;
        }
    }
}
