using System.Text.Json.Nodes;

namespace CodexA2A.AppHost.Settings.Tests;

/// <summary>What the dashboard's commands send and what they make of the answers.</summary>
public sealed class CommandTests
{
    [Theory]
    [InlineData("http://localhost:41231", "http://localhost:41231/")]
    [InlineData("https://localhost:1;http://localhost:2", "http://localhost:2/")]
    [InlineData("http://*:80;http://localhost:2", "http://localhost/")]
    [InlineData("http://[::]:5000", "http://localhost:5000/")]
    [InlineData("http://0.0.0.0:5000", "http://localhost:5000/")]
    public void A_replica_is_reached_where_it_listens(string urls, string address) => Assert.Equal(new Uri(address), ReplicaAddress.Of(urls));

    [Theory]
    [InlineData(null)]
    [InlineData("https://localhost:1")]
    [InlineData("no url")]
    public void Without_a_plain_address_it_is_not(string? urls) => Assert.Null(ReplicaAddress.Of(urls));

    [Fact]
    public void The_message_is_a_blocking_send_and_tells_the_scripted_model_what_to_play()
    {
        var body = JsonNode.Parse(TestMessage.Body(scripted: true, "m-1"))!;
        Assert.Equal("SendMessage", (string?)body["method"]);
        Assert.Equal("m-1", (string?)body["params"]!["message"]!["messageId"]);
        Assert.StartsWith("#text\n", (string?)body["params"]!["message"]!["parts"]![0]!["text"], StringComparison.Ordinal);
        Assert.DoesNotContain("#", (string?)JsonNode.Parse(TestMessage.Body(scripted: false, "m-2"))!["params"]!["message"]!["parts"]![0]!["text"], StringComparison.Ordinal);
    }

    [Fact]
    public void A_completed_task_is_a_success_with_its_text()
    {
        var outcome = TestMessage.Read(
            """{"result":{"task":{"status":{"state":"TASK_STATE_COMPLETED"},"artifacts":[{"name":"tool","parts":[{"data":{}}]},{"name":"answer","parts":[{"text":"It "},{"text":"works."}]}]}}}""");
        Assert.Equal((true, "TASK_STATE_COMPLETED: It works."), (outcome.Succeeded, outcome.Line));
    }

    [Theory]
    [InlineData("""{"result":{"task":{"status":{"state":"TASK_STATE_FAILED","message":{"parts":[{"text":"Codex is not logged in."}]}}}}}""", "TASK_STATE_FAILED: Codex is not logged in.")]
    [InlineData("""{"error":{"code":-32602,"message":"Wrong."}}""", "The call was refused: Wrong.")]
    [InlineData("""{"result":{}}""", "The answer is no task.")]
    [InlineData("<html>", "The answer is no JSON of A2A.")]
    [InlineData("[]", "The answer is no JSON of A2A.")]
    [InlineData("", "The answer is no JSON of A2A.")]
    public void Anything_else_is_a_failure_that_says_what_came(string answer, string line)
    {
        var outcome = TestMessage.Read(answer);
        Assert.Equal((false, line, answer), (outcome.Succeeded, outcome.Line, outcome.Answer));
    }
}
