using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using CodexA2A.Benchmarks.Harness;

namespace CodexA2A.Benchmarks.Large;

/// <summary>Reads what was said in a session, all pages.</summary>
internal static class History
{
    /// <exception cref="InvalidOperationException">It is shorter than that, or cannot be read.</exception>
    public static async Task ReadAsync(A2AClient client, string contextId, double bytes, CancellationToken cancellationToken)
    {
        var listed = await CallAsync(client, "codex.sessions.list", new JsonObject { ["limit"] = 100 }, cancellationToken);
        var session = listed.GetProperty("items").EnumerateArray().Single(item => item.GetProperty("contextId").ValueEquals(contextId)).GetProperty("id").GetString();
        var read = 0L;
        string? cursor = null;
        do
        {
            var asked = new JsonObject { ["session_id"] = session, ["limit"] = 3 };
            if (cursor is not null)
            {
                asked["cursor"] = cursor;
            }

            var page = await CallAsync(client, "codex.sessions.messages.list", asked, cancellationToken);
            read += page.GetRawText().Length;
            cursor = page.TryGetProperty("next_cursor", out var next) ? next.GetString() : null;
        }
        while (!string.IsNullOrEmpty(cursor));
        if (read < bytes)
        {
            throw new InvalidOperationException($"The history has {read} characters.");
        }
    }

    private static async Task<JsonElement> CallAsync(A2AClient client, string method, JsonObject parameters, CancellationToken cancellationToken)
    {
        var call = new JsonObject { ["jsonrpc"] = "2.0", ["id"] = 1, ["method"] = method, ["params"] = parameters };
        using var content = new StringContent(call.ToJsonString(), Encoding.UTF8, "application/json");
        using var response = await client.Http.PostAsync("/", content, cancellationToken);
        var answer = JsonElement.Parse(await response.Content.ReadAsByteArrayAsync(cancellationToken));
        return answer.TryGetProperty("result", out var result) ? result : throw new InvalidOperationException(answer.ToString());
    }
}
