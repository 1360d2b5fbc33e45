using System.Text.Json.Nodes;
using CodexA2A.Runner.AppServer.Protocol;
using CodexA2A.Runner.Patches;

namespace CodexA2A.Runner.Tests.Mapping;

/// <summary>What stands in a task when its turn has ended: the patch with its manifest, and the answer as data.</summary>
public sealed class ResultTests
{
    private const string Patch = "diff --git a/a.txt b/a.txt\n";

    private static readonly TurnPatch Whole = new()
    {
        Text = Patch,
        BaseCommit = "c0ffee",
        BaseDirty = false,
        Files = [new ChangedFile("a.txt", ChangeKinds.Update) { Before = "b", After = "a", Mode = "100644" }],
    };

    [Fact]
    public void The_patch_of_the_files_takes_the_place_of_what_Codex_told()
    {
        var played = new Played().Play(Codex.Started(Codex.Patch("p")), Codex.Mine(new TurnDiffUpdatedNotification("diff of Codex\n")), Codex.Completed(Codex.Patch("p", "completed")));
        played.Add(played.Mapper.Patched(Whole)).Finish();

        Assert.Equal("tool-1 diff-1", played.Ids);
        Assert.Equal(Patch, played.Text("diff-1"));
        Assert.Equal("text/x-diff", played.Artifact("diff-1").Parts[0].MediaType);
        var manifest = Manifest(played);
        Assert.True((bool)manifest["complete"]!);
        Assert.Empty(manifest["reasons"]!.AsArray());
        Assert.False((bool)manifest["base_dirty"]!);
        Assert.Equal(("changed_files", "c0ffee", Patch.Length), ((string?)manifest["kind"], (string?)manifest["base_commit"], (int)manifest["patch_bytes"]!));
        Assert.Equal("""{"path":"a.txt","kind":"update","before_sha256":"b","after_sha256":"a","mode":"100644"}""", manifest["files"]![0]!.ToJsonString());
        Assert.True(played.Updates("diff-1").Last().LastChunk);
        Rules.Hold(Codex.Task, [.. played.Events.Select(e => e.Event)]);
    }

    [Fact]
    public void What_only_commands_changed_is_an_artifact_too()
    {
        var played = new Played().Play(Codex.Started(Codex.Command("c")), Codex.Completed(Codex.Command("c", "completed", exitCode: 0)));
        Assert.True(played.Mapper.RanTools);
        played.Add(played.Mapper.Patched(Whole)).Finish();
        Assert.Equal(Patch, played.Text("diff-1"));
        Rules.Hold(Codex.Task, [.. played.Events.Select(e => e.Event)]);
    }

    [Theory]
    [InlineData(PatchGaps.TooSlow)]
    [InlineData(PatchGaps.Off)]
    public void Without_it_there_is_what_Codex_told_and_the_reason(string gap)
    {
        var played = new Played().Play(Codex.Started(Codex.Patch("p")), Codex.Mine(new TurnDiffUpdatedNotification("diff of Codex\n")), Codex.Completed(Codex.Patch("p", "completed")));
        played.Add(played.Mapper.Patched(new TurnPatch { Gaps = [gap] })).Finish();

        Assert.Equal("diff of Codex\n", played.Text("diff-1"));
        var manifest = Manifest(played);
        Assert.False((bool)manifest["complete"]!);
        Assert.Equal(gap, (string?)manifest["reasons"]![0]);
        Assert.False(manifest.AsObject().ContainsKey("base_dirty"), "Nobody looked.");
        Assert.Equal("""{"path":"a.txt","kind":"add","before_sha256":null,"after_sha256":null}""", manifest["files"]![0]!.ToJsonString());
    }

    [Fact]
    public void Nothing_changed_and_nothing_told_is_no_artifact()
    {
        var played = new Played();
        played.Add(played.Mapper.Patched(new TurnPatch { Text = "" })).Add(played.Mapper.Patched(new TurnPatch { Gaps = [PatchGaps.Off] })).Finish();
        Assert.Null(played.Task.Artifacts);
    }

    [Fact]
    public void What_was_changed_back_leaves_an_empty_patch()
    {
        var played = new Played().Play(Codex.Mine(new TurnDiffUpdatedNotification("diff of Codex\n")));
        played.Add(played.Mapper.Patched(new TurnPatch { Text = "" })).Finish();
        Assert.Equal("", played.Text("diff-1"));
        Assert.True((bool)Manifest(played)["complete"]!);
    }

    [Fact]
    public void A_long_list_is_cut_and_says_so()
    {
        var files = Enumerable.Range(0, 2000).Select(i => new ChangedFile($"{i}/{new string('n', 200)}", ChangeKinds.Add)).ToArray();
        var played = new Played();
        played.Add(played.Mapper.Patched(Whole with { Files = files, Text = new string('x', 1_000_000) })).Finish();
        var manifest = Manifest(played);
        Assert.False((bool)manifest["complete"]!);
        Assert.Equal(2000, manifest["files"]!.AsArray().Count + (int)manifest["omitted_files"]!);
        Assert.Equal(1_000_000, played.Text("diff-1").Length);
        Rules.Hold(Codex.Task, [.. played.Events.Select(e => e.Event)]);
    }

    [Fact]
    public void The_diff_that_a_lost_runner_left_open_is_the_one_that_gets_the_patch()
    {
        var lost = new Played().Play(Codex.Started(Codex.Patch("p")), Codex.Mine(new TurnDiffUpdatedNotification("diff of Codex\n"))).Task;
        var second = new Played(lost, Codex.Identity with { TurnId = null });
        Assert.True(second.Mapper.RanTools);
        second.Add(second.Mapper.Patched(Whole)).Finish();
        Assert.Equal("tool-1 diff-1", second.Ids);
        Assert.Equal(Patch, second.Text("diff-1"));
        Rules.Hold(lost, [.. second.Events.Select(e => e.Event)]);
    }

    [Fact]
    public void The_answer_is_the_last_message_that_is_no_commentary()
    {
        var played = new Played().Play(Codex.MessageCompleted("m1", "first"), Codex.MessageCompleted("m2", "last", "final_answer"), Codex.MessageCompleted("m3", "a remark", "commentary"));
        Assert.Equal("last", played.Mapper.Answer);
        played.Add(played.Mapper.Structured(System.Text.Json.JsonElement.Parse("""{"a":1}"""))).Finish();
        Assert.Equal("""{"a":1}""", Assert.Single(played.Artifact("result-1").Parts).Data!.Value.GetRawText());
        Assert.Equal("application/json", played.Artifact("result-1").Parts[0].MediaType);
        Rules.Hold(Codex.Task, [.. played.Events.Select(e => e.Event)]);
    }

    [Fact]
    public void A_second_turn_of_Codex_has_its_own_answer_and_goes_on_with_the_numbers()
    {
        var played = new Played().Play(Codex.Mine(new TurnDiffUpdatedNotification("one\n")), Codex.MessageCompleted("m1", "bad"), Codex.TurnCompleted());
        played.Mapper.Continue("turn-2");
        Assert.Null(played.Mapper.Answer);
        played.Play(
            Codex.MessageCompleted("stray", "of the turn before"),
            new ItemCompletedNotification(new AgentMessageItem("good") { Id = "m2" }) { ThreadId = Codex.Thread, TurnId = "turn-2" },
            new TurnDiffUpdatedNotification("two\n") { ThreadId = Codex.Thread, TurnId = "turn-2" });
        Assert.Equal("good", played.Mapper.Answer);
        played.Finish();
        Assert.Equal("diff-1 answer-1 answer-2 diff-2", played.Ids);
        Assert.Equal("one\n", played.Text("diff-1"));
        Rules.Hold(Codex.Task, [.. played.Events.Select(e => e.Event)]);
    }

    private static JsonObject Manifest(Played played) => JsonObject.Create(played.Artifact("diff-1").Parts[^1].Data!.Value)!;
}
