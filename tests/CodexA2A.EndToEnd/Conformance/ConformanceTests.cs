using System.Diagnostics;
using System.Text.Json.Nodes;
using CodexA2A.EndToEnd.Harness;

namespace CodexA2A.EndToEnd.Conformance;

/// <summary>What the official kit finds when it talks to <c>serve --conformance</c>: every prefix, over JSON-RPC and REST.</summary>
public sealed class ConformanceTests(ConformanceStage stage) : IClassFixture<ConformanceStage>
{
    private const string Completed = "TASK_STATE_COMPLETED";
    private const string Waits = "TASK_STATE_INPUT_REQUIRED";

    /// <summary>The kit gives up behind five seconds.</summary>
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(2);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("tck-complete-task", Completed, "Hello from TCK")]
    [InlineData("whatever", Completed, "Hello from TCK")]
    [InlineData("tck-reject-task", "TASK_STATE_REJECTED", "Task rejected")]
    [InlineData("tck-input-required", Waits, "Input required")]
    public async Task A_status_is_said(string prefix, string state, string text)
    {
        foreach (var client in stage.Clients)
        {
            var status = (await BlockingAsync(client, prefix))["task"]!["status"]!;
            Assert.Equal((state, text), ((string)status["state"]!, (string)status["message"]!["parts"]![0]!["text"]!));
        }
    }

    [Theory]
    [InlineData("tck-artifact-text", """[{"text":"Generated text content"}]""")]
    [InlineData("tck-artifact-file", """[{"raw":"R2VuZXJhdGVkIGZpbGUgY29udGVudA==","filename":"output.txt","mediaType":"text/plain"}]""")]
    [InlineData("tck-artifact-file-url", """[{"url":"https://example.com/output.txt","filename":"output.txt","mediaType":"text/plain"}]""")]
    [InlineData("tck-artifact-data", """[{"data":{"key":"value","count":42}}]""")]
    [InlineData("tck-stream-artifact-chunked", """[{"text":"chunk-1 chunk-2"}]""")]
    public async Task An_artifact_is_made(string prefix, string parts)
    {
        foreach (var client in stage.Clients)
        {
            var task = (await BlockingAsync(client, prefix))["task"]!;
            Assert.Equal(Completed, (string)task["status"]!["state"]!);
            Assert.True(JsonNode.DeepEquals(JsonNode.Parse(parts), Assert.Single(task["artifacts"]!.AsArray())!["parts"]), task.ToJsonString());
        }
    }

    [Fact]
    public async Task A_message_is_answered_by_a_message_and_its_task_can_be_read()
    {
        foreach (var client in stage.Clients)
        {
            foreach (var immediately in (bool[])[false, true])
            {
                var answer = await client.SendAsync(Message("tck-message-response", immediately: immediately), Token);
                Assert.Equal("Direct message response", (string)Assert.Single(answer.AsObject()).Value!["parts"]![0]!["text"]!);
                Assert.Equal("ROLE_AGENT", (string)answer["message"]!["role"]!);
            }

            var only = Assert.Single(await client.StreamAsync(Message("tck-message-response"), Token));
            var message = only["message"]!;
            Assert.Equal("Direct message response", (string)message["parts"]![0]!["text"]!);
            Assert.Equal(Completed, (string)(await client.EndAsync((string)message["taskId"]!, Token))["status"]!["state"]!);
        }
    }

    [Fact]
    public async Task A_task_waits_until_it_is_told_to_complete_and_others_go_on_beside_it()
    {
        foreach (var client in stage.Clients)
        {
            var waiting = (await BlockingAsync(client, "tck-input-required"))["task"]!;
            var (id, context) = ((string)waiting["id"]!, (string)waiting["contextId"]!);
            Assert.Equal(Completed, (string)(await client.SendAsync(Message("tck-complete-task", context), Token))["task"]!["status"]!["state"]!);

            // Ids may be used again, also on the same task.
            foreach (var (prefix, state) in (IEnumerable<(string, string)>)[("tck-input-required", Waits), ("tck-input-required", Waits), ("other", Waits), ("tck-complete-task", Completed)])
            {
                var began = Stopwatch.GetTimestamp();
                var task = (await client.SendAsync(Message(prefix, context, id), Token))["task"]!;
                Assert.InRange(Stopwatch.GetElapsedTime(began), TimeSpan.Zero, Limit);
                Assert.Equal((id, state), ((string)task["id"]!, (string)task["status"]!["state"]!));
            }

            var told = (await client.EndAsync(id, Token))["history"]!.AsArray().Count(message => (string)message!["role"]! == "ROLE_USER");
            Assert.Equal(5, told);
        }
    }

    [Fact]
    public async Task A_task_that_waits_can_be_canceled()
    {
        foreach (var client in stage.Clients)
        {
            var id = (string)(await BlockingAsync(client, "tck-input-required"))["task"]!["id"]!;
            Assert.Equal("TASK_STATE_CANCELED", (string)(await client.CancelAsync(id, Token))["status"]!["state"]!);
            Assert.Equal("TASK_STATE_CANCELED", (string)(await client.EndAsync(id, Token))["status"]!["state"]!);
        }
    }

    [Theory]
    [InlineData("tck-stream-001")]
    [InlineData("tck-stream-003")]
    [InlineData("tck-stream-ordering-001")]
    [InlineData("tck-stream-artifact-text")]
    public async Task A_stream_shows_work_then_one_artifact_then_the_end(string prefix)
    {
        foreach (var client in stage.Clients)
        {
            Assert.Equal(["TASK_STATE_SUBMITTED", "TASK_STATE_WORKING", "Stream text content", Completed], (await client.StreamAsync(Message(prefix), Token)).Select(Shown));
        }
    }

    [Fact]
    public async Task A_stream_shows_chunks()
    {
        foreach (var client in stage.Clients)
        {
            var events = await client.StreamAsync(Message("tck-stream-artifact-chunked"), Token);
            Assert.Equal(["TASK_STATE_SUBMITTED", "TASK_STATE_WORKING", "chunk-1 ", "chunk-2", Completed], events.Select(Shown));
            Assert.Equal([(false, false), (true, true)], events.Where(e => e["artifactUpdate"] is not null)
                .Select(e => ((bool?)e["artifactUpdate"]!["append"] ?? false, (bool?)e["artifactUpdate"]!["lastChunk"] ?? false)));
        }
    }

    [Fact]
    public async Task The_card_says_what_it_is()
    {
        var card = await stage.CardAsync(Token);
        Assert.Contains("conformance agent", (string)card["description"]!, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("Production")]
    public async Task It_is_refused_outside_Development(string? environment)
    {
        using var folder = new TestFolder();
        var run = await ToolRun.CommandAsync(
            ["serve", "--conformance", "--port", "0", "--data", folder.Data],
            new Dictionary<string, string?> { ["ASPNETCORE_ENVIRONMENT"] = environment, ["DOTNET_ENVIRONMENT"] = null, ["A2A_BEARER_TOKEN"] = ServiceProcess.Token },
            Token);
        Assert.True(run.ExitCode == 2, run.ToString());
        Assert.Contains("ASPNETCORE_ENVIRONMENT=Development", Assert.Single(run.Errors.Split('\n', StringSplitOptions.RemoveEmptyEntries)), StringComparison.Ordinal);
    }

    private static async Task<JsonNode> BlockingAsync(ConformanceClient client, string prefix)
    {
        var began = Stopwatch.GetTimestamp();
        var answer = await client.SendAsync(Message(prefix), Token);
        Assert.InRange(Stopwatch.GetElapsedTime(began), TimeSpan.Zero, Limit);
        return answer;
    }

    private static JsonObject Message(string prefix, string? context = null, string? task = null, bool immediately = false)
    {
        var request = A2AHttp.Message("any text", context, task, immediately);
        request["message"]!["messageId"] = $"{prefix}-1";
        return request;
    }

    private static string Shown(JsonNode e) =>
        (string?)(e["task"] ?? e["statusUpdate"])?["status"]?["state"] ?? (string)e["artifactUpdate"]!["artifact"]!["parts"]![0]!["text"]!;
}
