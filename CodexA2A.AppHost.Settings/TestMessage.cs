using System.Text.Json;
using System.Text.Json.Nodes;

namespace CodexA2A.AppHost.Settings;

/// <summary>The message that the dashboard's command sends over A2A 1.0 (JSON-RPC), and what its answer says.</summary>
public static class TestMessage
{
    /// <summary>The body of a blocking send; the scripted model is told what to play, so that no command runs.</summary>
    public static string Body(bool scripted, string messageId) =>
        new JsonObject
        {
            ["jsonrpc"] = "2.0",
            ["id"] = 1,
            ["method"] = "SendMessage",
            ["params"] = new JsonObject
            {
                ["message"] = new JsonObject
                {
                    ["messageId"] = messageId,
                    ["role"] = "ROLE_USER",
                    ["parts"] = new JsonArray(new JsonObject { ["text"] = scripted ? "#text\nIt works." : "Say hello in one short sentence. Run no commands." }),
                },
            },
        }.ToJsonString();

    /// <summary>Reads the answer.</summary>
    public static TestOutcome Read(string answer)
    {
        try
        {
            var node = JsonNode.Parse(answer);
            if (node?["error"] is { } error)
            {
                return new(false, $"The call was refused: {error["message"]}", answer);
            }

            if (node?["result"]?["task"] is not { } task)
            {
                return new(false, "The answer is no task.", answer);
            }

            var state = (string?)task["status"]?["state"];
            return new(state == "TASK_STATE_COMPLETED", $"{state}: {Text(task)}", answer);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return new(false, "The answer is no JSON of A2A.", answer);
        }
    }

    /// <summary>The answer's text, or what the status says.</summary>
    private static string Text(JsonNode task)
    {
        var parts = task["artifacts"]?.AsArray().LastOrDefault(artifact => (string?)artifact?["name"] == "answer")?["parts"]
            ?? task["status"]?["message"]?["parts"];
        return parts is null ? "" : string.Concat(parts.AsArray().Select(part => (string?)part?["text"]));
    }
}

/// <summary>How a test message ended.</summary>
/// <param name="Succeeded">The task is completed.</param>
/// <param name="Line">One line for people.</param>
/// <param name="Answer">The whole answer.</param>
public sealed record TestOutcome(bool Succeeded, string Line, string Answer);
