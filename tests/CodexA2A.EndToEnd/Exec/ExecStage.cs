using System.Diagnostics;
using System.Text;
using System.Text.Json.Nodes;
using CodexA2A.EndToEnd.Harness;

namespace CodexA2A.EndToEnd.Exec;

/// <summary>A service that runs commands of callers, and the words to ask for them.</summary>
internal static class ExecStage
{
    public const string Alice = "alice-token-0123456789";
    public const string Bob = "bob-token-0123456789";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>Settings: alice and bob may run commands, the others may not. Codex looks for its own programs only where its home is not in the temporary folder.</summary>
    public static Dictionary<string, string?> Settings(params (string Name, string Value)[] more) => new(
        more.Select(one => KeyValuePair.Create(one.Name, (string?)one.Value)))
    {
        ["A2A__EnableExecControl"] = "true",
        ["A2A__StaticAuthCredentials"] = $$"""
            [{"scheme":"bearer","principal":"alice","token":"{{Alice}}","capabilities":["exec_control"]},
             {"scheme":"bearer","principal":"bob","token":"{{Bob}}","capabilities":["exec_control"]}]
            """,
        ["TMPDIR"] = "/var/tmp",
    };

    /// <summary>The params of a start of a shell command.</summary>
    public static JsonObject Shell(string script, params (string Name, JsonNode Value)[] more)
    {
        var request = new JsonObject { ["command"] = "/bin/sh -c", ["arguments"] = $"'{script.Replace("'", "'\\''", StringComparison.Ordinal)}'", ["tty"] = false };
        foreach (var (name, value) in more)
        {
            request[name] = value.DeepClone();
        }

        return new JsonObject { ["request"] = request };
    }

    /// <summary>Starts a command, and returns when it has begun: before that nothing can be done to it.</summary>
    public static async Task<(string Task, string Process)> StartAsync(A2AHttp client, JsonObject parameters)
    {
        var answer = await client.CallAsync("codex.exec.start", parameters, Token);
        Assert.True((bool)answer["ok"]!);
        var id = (string)answer["task_id"]!;
        await Waiting.ForAsync(async () => (await client.GetTaskAsync(id, Token)).Status.State != TaskState.Submitted, Token);
        return (id, (string)answer["process_id"]!);
    }

    /// <summary>Does something to it.</summary>
    public static Task<JsonNode> DriveAsync(A2AHttp client, string method, string process, params (string Name, JsonNode Value)[] more) =>
        client.RawAsync("codex.exec." + method, Drive(process, more), Token);

    public static JsonObject Drive(string process, params (string Name, JsonNode Value)[] more)
    {
        var request = new JsonObject { ["process_id"] = process };
        foreach (var (name, value) in more)
        {
            request[name] = value.DeepClone();
        }

        return new JsonObject { ["request"] = request };
    }

    public static string Base64(string text) => Convert.ToBase64String(Encoding.UTF8.GetBytes(text));

    /// <summary>Returns when the command has printed these words.</summary>
    public static async Task PrintedAsync(A2AHttp client, string task, string words)
    {
        var printed = new StringBuilder();
        await foreach (var (_, e) in client.StreamAsync("SubscribeToTask", new JsonObject { ["id"] = task }, Token, lastEventId: "0-1"))
        {
            printed.Append(Text(e));
            if (printed.ToString().Contains(words, StringComparison.Ordinal))
            {
                return;
            }
        }

        Assert.Fail($"It ended before it printed \"{words}\": {printed}");
    }

    /// <summary>The text of an event that has output; empty of others.</summary>
    public static string Text(StreamResponse e) =>
        e.ArtifactUpdate?.Artifact.Parts is [{ Data: { } data }] && data.TryGetProperty("output_delta", out var delta) ? delta.GetString()! : "";

    /// <summary>How its artifact says that it ended.</summary>
    public static JsonObject Output(AgentTask task) =>
        JsonObject.Create(Assert.Single(Assert.Single(task.Artifacts!, artifact => artifact.Name == "tool").Parts).Data!.Value)!["output"]!.AsObject();

    public static JsonNode Exec(AgentTask task) => task.Metadata!["codex"]!["exec"]!;

    public static string? Reason(JsonNode answer) => (string?)answer["error"]?["data"]?[0]?["reason"];

    /// <summary>A number that no other process has among its arguments.</summary>
    public static string Seconds() => $"{100_000 + Random.Shared.Next(800_000)}";

    /// <summary>Fails unless no <c>sleep</c> of that many seconds is left within a second.</summary>
    public static async Task AssertGoneAsync(string seconds, CancellationToken cancellationToken)
    {
        var since = Stopwatch.GetTimestamp();
        await Waiting.ForAsync(() => !CodexProcesses.IsRunning("sleep", seconds), cancellationToken);
        var took = Stopwatch.GetElapsedTime(since);
        Assert.True(took < TimeSpan.FromSeconds(1), $"It took {took} until the processes of the command were gone.");
    }
}
