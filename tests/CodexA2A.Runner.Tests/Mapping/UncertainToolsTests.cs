using System.Text.Json;
using CodexA2A.Runner.AppServer;
using CodexA2A.Runner.AppServer.Protocol;
using CodexA2A.Runner.Mapping;
using CodexA2A.Runner.Mapping.Approvals;
using CodexA2A.Runner.Threads;
using CodexA2A.Tasks;

namespace CodexA2A.Runner.Tests.Mapping;

public sealed class UncertainToolsTests
{
    private static readonly CommandApprovalRequest Asks = new("c1", Kind: "command", Command: "ls -l");

    [Fact]
    public void A_tool_that_had_not_ended_counts() => Assert.Equal(["ls -l"], UncertainTools.Find(Begun().Task, Turn()));

    [Fact]
    public void One_that_ended_counts_only_if_the_history_lacks_it()
    {
        var task = Begun().Play(Codex.Completed(Codex.Command("c1", "completed"))).Task;
        Assert.Empty(UncertainTools.Find(task, Turn(Codex.Command("c1", "completed"))));
        Assert.Single(UncertainTools.Find(task, Turn()));
        Assert.Single(UncertainTools.Find(task, null));
    }

    [Fact]
    public void One_that_waits_for_a_yes_did_not_begin_until_somebody_said_it()
    {
        var played = Begun();
        var question = Question();
        played.Add(played.Mapper.InputRequired(question, [question], Codex.Now, ["c1"]));
        Assert.Empty(UncertainTools.Find(played.Task, Turn() with { Unsettled = [new RolloutCall("c1", "exec_command")] }));
        Assert.Empty(UncertainTools.Find(played.Task, Turn() with { Unsettled = [new RolloutCall("cell", "exec")] }));
        Assert.Single(UncertainTools.Find(played.Task, Turn() with { Unsettled = [new RolloutCall("c2", "exec_command")] }));

        played.Add(played.Mapper.InputResolved(question with { Status = InterruptStatus.Answered }, [], Codex.Now, []));
        Assert.Equal(["ls -l"], UncertainTools.Find(played.Task, Turn()));
    }

    [Fact]
    public void Those_of_earlier_attempts_are_settled_and_those_of_an_attempt_that_the_history_lacks_are_not()
    {
        var task = Begun().Play(Codex.Completed(Codex.Command("c1", "completed"))).Task;
        Assert.Empty(UncertainTools.Find(task, Turn() with { EarlierAttempts = new HashSet<string> { Codex.Turn } }));
        Assert.Single(UncertainTools.Find(task, Turn() with { EarlierAttempts = new HashSet<string> { "another" } }));
    }

    [Fact]
    public void A_call_counts_that_only_Codexs_own_record_has()
    {
        var calls = Turn() with
        {
            Unsettled = [new RolloutCall("c1", "exec_command", "ls -l"), new RolloutCall("c2", "exec_command", "rm x"), new RolloutCall("c3", "apply_patch"), new RolloutCall("c4", "exec")],
        };
        Assert.Equal(["ls -l", "rm x", "apply_patch", "a piece of code"], UncertainTools.Find(Begun().Task, calls));
        Assert.Equal(["ls -l", "rm x", "apply_patch", "a piece of code"], UncertainTools.Find(new Played().Task, calls));
    }

    [Fact]
    public void Only_what_has_not_begun_is_unapproved()
    {
        Assert.Equal("c1", UnapprovedItems.Of(Asks));
        Assert.Equal("f1", UnapprovedItems.Of(new FileChangeApprovalRequest("f1")));
        Assert.Null(UnapprovedItems.Of(Asks with { Kind = "writeStdin" }));
        Assert.Null(UnapprovedItems.Of(Asks with { ApprovalId = "inner" }));
        Assert.Null(UnapprovedItems.Of(Asks with { NetworkApprovalContext = new NetworkApprovalContext("host") }));
        Assert.Null(UnapprovedItems.Of(Asks with { Reason = "command failed; retry without sandbox?" }));
        Assert.Null(UnapprovedItems.Of(new FileChangeApprovalRequest("f1", "command failed; retry without sandbox?")));
        Assert.Null(UnapprovedItems.Of(new UserInputRequest("q1")));
    }

    [Theory]
    [InlineData("""{"codex_approval_kind":"mcp_tool_call","tool_name":"note","tool_params":{"text":"a"}}""", "m1")]
    [InlineData("""{"codex_approval_kind":"mcp_tool_call","tool_name":"note","tool_params":{"text":"b"}}""", "m2")]
    [InlineData("""{"codex_approval_kind":"mcp_tool_call","tool_name":"note","tool_params":{"text":"c"}}""", null)]
    [InlineData("""{"codex_approval_kind":"mcp_tool_call","tool_name":"note"}""", null)]
    [InlineData("""{"codex_approval_kind":"mcp_tool_call","tool_name":"book"}""", "m3")]
    [InlineData("""{"tool_name":"book"}""", null)]
    public void A_tool_that_waits_for_a_yes_is_found_by_what_is_asked_unless_two_are_alike(string meta, string? item)
    {
        McpToolCallItem Call(string id, string tool, string arguments) => new("desk", tool, "inProgress", JsonElement.Parse(arguments)) { Id = id };
        var request = new ElicitationRequest("desk", "form", Meta: JsonElement.Parse(meta));

        Assert.Equal(item, UnapprovedItems.Of(request, [Call("m1", "note", """{"text":"a"}"""), Call("m2", "note", """{"text":"b"}"""), Call("m3", "book", "{}")]));
        Assert.Null(UnapprovedItems.Of(request with { ServerName = "other" }, [Call("m1", "note", """{"text":"a"}"""), Call("m3", "book", "{}")]));
    }

    [Fact]
    public void A_question_that_the_task_still_shows_can_be_taken_back()
    {
        var played = Begun();
        Assert.Null(InterruptStatuses.Void(played.Task));
        var question = Question();
        played.Add(played.Mapper.InputRequired(question, [question], Codex.Now));

        played.Add(played.Mapper.Note("Cut off.", null, Codex.Now, InterruptStatuses.Void(played.Task)));

        var shared = played.Task.Metadata!["shared"]!;
        Assert.Empty(shared["interrupts"]!.AsArray());
        Assert.Equal(("int_1", "superseded"), ((string?)shared["interrupt"]!["request_id"], (string?)shared["interrupt"]!["resolution"]));
        Assert.Null(InterruptStatuses.Void(played.Task));
    }

    private static Played Begun() => new Played().Play(Codex.TurnStarted(), Codex.Started(Codex.Command("c1")));

    private static ThreadTurn Turn(params ThreadItem[] items) => new("thread", new CodexTurn("newest", TurnStatuses.Interrupted), items);

    private static Interrupt Question() => new()
    {
        Id = "int_1",
        TaskId = "t",
        ContextId = "ctx",
        Owner = new Owner("", "alice"),
        Type = InterruptTypes.Permission,
        Details = [],
        Epoch = 1,
        AskedAt = Codex.Now,
        Deadline = Codex.Now,
    };
}
