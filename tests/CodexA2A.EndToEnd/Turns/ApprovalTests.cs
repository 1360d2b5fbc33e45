using System.Text.Json.Nodes;
using CodexA2A.EndToEnd.Harness;

namespace CodexA2A.EndToEnd.Turns;

public sealed class ApprovalTests(SharedStage shared) : IClassFixture<SharedStage>
{
    private const string Ask = "#escalate cmd=\"echo approved\" why=\"To see it run.\"";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private A2AHttp Client => shared.Stage.Client;

    [Theory]
    [InlineData("approve", TaskState.Completed, "completed")]
    [InlineData(" YES ", TaskState.Completed, "completed")]
    [InlineData("approve for session", TaskState.Completed, "completed")]
    [InlineData("deny", TaskState.Completed, "cancelled")]
    [InlineData("cancel", TaskState.Canceled, "cancelled")]
    public async Task An_ordinary_message_answers_and_blocking_sends_see_the_question(string answer, TaskState end, string tool)
    {
        var asked = await Client.SendAsync(A2AHttp.Message(Ask), Token);

        Assert.Equal(TaskState.InputRequired, asked.Status.State);
        Assert.Contains("echo approved", asked.Status.Message!.Parts[0].Text, StringComparison.Ordinal);
        var details = asked.Metadata!["shared"]!["interrupt"]!["details"]!;
        Assert.Equal("To see it run.", details["reason"]!.GetValue<string>());

        await Client.SendAsync(A2AHttp.Message(answer, taskId: asked.Id), Token);
        var ended = await Client.EndAsync(asked.Id, Token);

        Assert.Equal(end, ended.Status.State);
        var state = ended.Artifacts!.First(artifact => artifact.Name == "tool").Parts[0].Data!.Value;
        Assert.Equal(tool, state.GetProperty("status").GetString());
        Assert.Contains(ended.History!, message => message.Parts[0].Text == answer && message.Role == Role.User);
    }

    [Fact]
    public async Task A_stream_closes_at_the_question_and_the_extension_method_answers()
    {
        var events = await Client.CollectAsync(A2AHttp.Message(Ask), Token);
        Ledger.Check(events);
        var asked = events[^1].Event.StatusUpdate!;
        Assert.Equal(TaskState.InputRequired, asked.Status.State);
        var request = asked.Metadata!["shared"]!["interrupt"]!["request_id"]!.GetValue<string>();

        var reply = new JsonObject { ["request_id"] = request, ["reply"] = "once" };
        var answered = await Client.CallAsync("a2a.interrupt.permission.reply", reply, Token);

        Assert.True(answered["ok"]!.GetValue<bool>());
        Assert.Equal(TaskState.Completed, (await Client.EndAsync(asked.TaskId, Token)).Status.State);
        var again = await Client.RawAsync("a2a.interrupt.permission.reply", new JsonObject { ["request_id"] = request, ["reply"] = "reject" }, Token);
        Assert.NotNull(again["error"]);
    }

    [Fact]
    public async Task An_unclear_answer_changes_nothing()
    {
        var asked = await Client.SendAsync(A2AHttp.Message(Ask), Token);

        var answer = await Client.RawAsync("SendMessage", A2AHttp.Message("maybe later", taskId: asked.Id), Token);

        Assert.Equal(-32602, answer["error"]!["code"]!.GetValue<int>());
        Assert.Equal(TaskState.InputRequired, (await Client.GetTaskAsync(asked.Id, Token)).Status.State);
        Assert.Equal(TaskState.Canceled, (await Client.CancelAsync(asked.Id, Token)).Status.State);
    }

    [Fact]
    public async Task A_patch_outside_the_workspace_asks_and_shows_its_diff()
    {
        var asked = await Client.SendAsync(A2AHttp.Message($"#patch-outside file=../outside-{Guid.NewGuid():N}.txt"), Token);

        Assert.Equal(TaskState.InputRequired, asked.Status.State);
        Assert.NotNull(asked.Metadata!["shared"]!["interrupt"]!["details"]!["diff"]);
        await Client.SendAsync(A2AHttp.Message("approve", taskId: asked.Id), Token);
        Assert.Equal(TaskState.Completed, (await Client.EndAsync(asked.Id, Token)).Status.State);
    }
}
