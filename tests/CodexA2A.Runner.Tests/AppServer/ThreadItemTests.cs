using System.Text.Json;
using CodexA2A.Runner.AppServer.Protocol;

namespace CodexA2A.Runner.Tests.AppServer;

public sealed class ThreadItemTests
{
    [Theory]
    [InlineData("""{"type":"userMessage","id":"i","clientId":"c","content":[{"type":"text","text":"hi","text_elements":[]},{"type":"hologram","x":1}]}""", typeof(UserMessageItem))]
    [InlineData("""{"type":"agentMessage","id":"i","text":"hi","phase":"final_answer","questions":null}""", typeof(AgentMessageItem))]
    [InlineData("""{"type":"reasoning","id":"i","summary":["a"],"content":[]}""", typeof(ReasoningItem))]
    [InlineData("""{"type":"plan","id":"i","text":"p"}""", typeof(PlanItem))]
    [InlineData("""{"type":"commandExecution","id":"i","command":"ls","cwd":"/","source":"agent","status":"completed","commandActions":[{"type":"listFiles","command":"ls","path":null}],"aggregatedOutput":"x","exitCode":0,"durationMs":5}""", typeof(CommandExecutionItem))]
    [InlineData("""{"type":"fileChange","id":"i","changes":[{"path":"a","kind":{"type":"update","move_path":"b"},"diff":"@@"}],"status":"completed"}""", typeof(FileChangeItem))]
    [InlineData("""{"type":"mcpToolCall","id":"i","server":"s","tool":"t","status":"completed","arguments":{"a":1},"result":{"content":[{"type":"text","text":"x"}],"structuredContent":null},"error":null}""", typeof(McpToolCallItem))]
    [InlineData("""{"type":"dynamicToolCall","id":"i","tool":"t","status":"completed","arguments":1,"contentItems":[{"type":"inputText","text":"x"}],"success":true}""", typeof(DynamicToolCallItem))]
    [InlineData("""{"type":"collabAgentToolCall","id":"i","tool":"spawnAgent","status":"completed","senderThreadId":"a","receiverThreadIds":["b"],"agentsStates":{"b":{"status":"running","message":null}}}""", typeof(CollabAgentToolCallItem))]
    [InlineData("""{"type":"subAgentActivity","id":"i","kind":"started","agentThreadId":"b","agentPath":"/a"}""", typeof(SubAgentActivityItem))]
    [InlineData("""{"type":"webSearch","id":"i","query":"q","action":{"type":"search","query":"q","queries":null},"results":[{"any":1}]}""", typeof(WebSearchItem))]
    [InlineData("""{"type":"imageView","id":"i","path":"/a.png"}""", typeof(ImageViewItem))]
    [InlineData("""{"type":"imageGeneration","id":"i","status":"completed","revisedPrompt":null,"result":"x","failure":null}""", typeof(ImageGenerationItem))]
    [InlineData("""{"type":"sleep","id":"i","durationMs":10}""", typeof(SleepItem))]
    [InlineData("""{"type":"functionCallOutput","id":"i","name":"n","namespace":null,"output":[{"type":"text"}]}""", typeof(FunctionCallOutputItem))]
    [InlineData("""{"type":"hookPrompt","id":"i","fragments":[{"text":"x","hookRunId":"r"}]}""", typeof(HookPromptItem))]
    [InlineData("""{"type":"enteredReviewMode","id":"i","review":"r"}""", typeof(EnteredReviewModeItem))]
    [InlineData("""{"type":"exitedReviewMode","id":"i","review":"r"}""", typeof(ExitedReviewModeItem))]
    [InlineData("""{"type":"contextCompaction","id":"i"}""", typeof(ContextCompactionItem))]
    public void Each_kind_has_its_record(string json, Type expected)
    {
        var item = Read(json);
        Assert.Equal(expected, item.GetType());
        Assert.Equal("i", item.Id);
    }

    [Fact]
    public void The_type_may_come_last()
    {
        var item = Assert.IsType<CommandExecutionItem>(Read("""{"id":"i","command":"ls","commandActions":[{"type":"unknown","command":"ls"}],"type":"commandExecution"}"""));
        Assert.Equal("ls", item.Command);
    }

    [Fact]
    public void Unknown_enum_strings_stay_strings()
    {
        var item = Assert.IsType<CommandExecutionItem>(Read("""{"type":"commandExecution","id":"i","status":"evaporated","source":"dream"}"""));
        Assert.Equal(("evaporated", "dream"), (item.Status, item.Source));
    }

    [Theory]
    [InlineData("""{"type":"brandNew","id":"i","what":"ever"}""", "brandNew")]
    [InlineData("""{"type":"commandExecution","id":"i","what":"ever","exitCode":"now a string"}""", "commandExecution")]
    public void What_is_unknown_or_does_not_fit_is_kept_whole(string json, string type)
    {
        var item = Assert.IsType<UnknownItem>(Read(json));
        Assert.Equal((type, "i", "ever"), (item.Type, item.Id, item.Raw.GetProperty("what").GetString()));
    }

    [Fact]
    public void An_unknown_item_does_not_cost_the_history_its_neighbours()
    {
        var page = JsonSerializer.Deserialize(
            """{"data":[{"turnId":"u","item":{"type":"brandNew","id":"a"}},{"turnId":"u","item":{"type":"plan","id":"b","text":"p"}}],"nextCursor":null}""",
            AppServerJson.Default.ThreadItemsListResult)!;
        Assert.IsType<UnknownItem>(page.Data[0].Item);
        Assert.Equal("p", Assert.IsType<PlanItem>(page.Data[1].Item).Text);
    }

    [Fact]
    public void A_user_message_keeps_what_it_understands()
    {
        var item = Assert.IsType<UserMessageItem>(Read("""{"type":"userMessage","id":"i","clientId":"c","content":[{"text":"hi","type":"text"},{"type":"hologram"}]}"""));
        Assert.Equal("hi", Assert.IsType<TextInput>(item.Content![0]).Text);
        Assert.Equal(typeof(UserInput), item.Content[1].GetType());
    }

    private static ThreadItem Read(string json) =>
        JsonSerializer.Deserialize($$"""{"item":{{json}},"threadId":"t","turnId":"u","startedAtMs":1}""", AppServerJson.Default.ItemStartedNotification)!.Item;
}
