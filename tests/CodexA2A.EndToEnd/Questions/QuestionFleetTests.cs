using System.Text.Json.Nodes;
using CodexA2A.EndToEnd.Harness;

namespace CodexA2A.EndToEnd.Questions;

/// <summary>What the real Codex asks, where several processes serve it: answered at another replica, and after all that knew of it are gone.</summary>
public sealed class QuestionFleetTests(QuestionFleet stage) : IClassFixture<QuestionFleet>
{
    public static TheoryData<string> Kinds => [.. QuestionKinds.All.Select(kind => kind.Name)];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private FleetStage Fleet => stage.Fleet;

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Any_replica_shows_and_answers_it(string name)
    {
        var kind = QuestionKinds.Of(name);
        var mark = $"q-{Guid.NewGuid():N}";
        var (one, other) = (Fleet.Clients[0], Fleet.Clients[1]);
        var asked = await QuestionTalk.AskAsync(one, kind.Ask(Fleet.Folder, mark), mark, Sent.Streaming);
        var question = await QuestionTalk.OpenAsync(other, kind, await other.GetTaskAsync(asked.Id, Token), () => Fleet.Output);

        var answer = await QuestionTalk.ReplyAsync(other, kind.Method, question, kind.Yes(Fleet.Folder, mark));
        Assert.True((bool?)answer["result"]?["ok"], answer.ToJsonString());
        var ended = await one.EndAsync(asked.Id, Token);

        Assert.True((ended.Status.State, kind.Seen(Fleet.Folder, mark, ended)) == (TaskState.Completed, Granted.All), $"{ended.Status}\n{Fleet.Output}");
        foreach (var client in Fleet.Clients)
        {
            Assert.Equal("INTERRUPT_ALREADY_ANSWERED", QuestionTalk.Error(await QuestionTalk.ReplyAsync(client, kind.NoMethod, question, kind.No)).Reason);
        }
    }

    [Theory]
    // What waits for a yes has not begun, so the turn goes on. A form is asked for by a tool that is at work.
    [InlineData("command", true)]
    [InlineData("patch", true)]
    [InlineData("permissions", true)]
    [InlineData("question", true)]
    [InlineData("tool", true)]
    [InlineData("form", false)]
    public async Task After_a_loss_it_is_void_and_what_the_turn_asks_next_succeeds_it(string name, bool goesOn)
    {
        var kind = QuestionKinds.Of(name);
        var (task, question) = stage.Lost(kind);
        var client = Fleet.Clients[0];
        var now = await client.GetTaskAsync(task, Token);
        await Waiting.ForAsync(
            async () => (now = await client.GetTaskAsync(task, Token)).Status.State.IsTerminal
                || (now.Status.State == TaskState.InputRequired && Interrupts.Question(now) != question),
            Token);

        var late = await QuestionTalk.ReplyAsync(client, kind.Method, question, kind.Yes(Fleet.Folder, QuestionFleet.Mark(kind)));
        Assert.Equal((-32004, "INTERRUPT_SUPERSEDED"), QuestionTalk.Error(late));
        if (goesOn)
        {
            Assert.True(now.Status.State == TaskState.InputRequired, $"{now.Status.Message?.Parts[0].Text}\n{Fleet.Output}");
            var successor = Interrupts.Question(now);
            Assert.Equal(successor, (string?)late["error"]!["data"]![0]!["metadata"]!["superseded_by"]);
            var reply = await QuestionTalk.ReplyAsync(client, "a2a.interrupt.question.reply", successor, new JsonObject { ["answers"] = new JsonArray(new JsonArray("Blue")) });
            Assert.Null(reply["error"]);
            now = await client.EndAsync(task, Token);
        }

        var recovery = now.Metadata!["codex"]!["recovery"];
        Assert.True(
            (now.Status.State, (string?)recovery?["reason"]) == (goesOn ? (TaskState.Completed, "TURN_CONTINUED") : (TaskState.Failed, "TURN_INTERRUPTED")),
            $"{now.Status.State} {recovery}: {now.Status.Message?.Parts[0].Text}\n{Fleet.Output}");
        Assert.Equal(Granted.Nothing, kind.Seen(Fleet.Folder, QuestionFleet.Mark(kind), now));
        Assert.Equal("superseded", (await QuestionTalk.LogAsync(client, task))[question]);
        Assert.DoesNotContain(await QuestionTalk.ListAsync(client), one => (string)one!["task_id"]! == task);
    }
}
