using CodexA2A.Runner.AppServer;
using CodexA2A.Runner.AppServer.Protocol;

namespace CodexA2A.Runner.Tests.Mapping;

/// <summary>Pictures that the agent made or looked at.</summary>
public sealed class PictureTests
{
    private static readonly byte[] Png = [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A, 1, 2, 3];

    [Fact]
    public void One_that_it_made_is_a_file_part_and_no_text_of_the_tool()
    {
        var made = Made("g1", Png, "/workspace/out/cat.png");
        var played = new Played().Play(Codex.TurnStarted(), made, made).Finish();

        Assert.Equal("tool-1 image-1", played.Ids);
        var part = Assert.Single(played.Artifact("image-1").Parts);
        Assert.Equal(("image/png", "cat.png"), (part.MediaType, part.Filename));
        Assert.Equal(Png, part.Raw!.Value.ToArray());
        Assert.Equal(("g1", "imageGeneration", "out/cat.png", Png.Length, "done"), ((string?)played.CodexOf("image-1")["item_id"], (string?)played.CodexOf("image-1")["source_method"],
            (string?)played.CodexOf("image-1")["path"], (int?)played.CodexOf("image-1")["bytes"], (string?)played.CodexOf("image-1")["state"]));
        Assert.Null(played.State("tool-1")["output"]!["result"]);
        Assert.Equal("out/cat.png", (string?)played.State("tool-1")["output"]!["path"]);
        Rules.Hold(Codex.Task, [.. played.Events.Select(e => e.Event)]);
    }

    [Fact]
    public void One_without_a_path_has_a_name_all_the_same() =>
        Assert.Equal("image-1.png", Assert.Single(new Played().Play(Made("g1", Png)).Artifact("image-1").Parts).Filename);

    [Theory]
    [InlineData(4, "Runner:ImageBytes")]
    [InlineData(0, "Runner:ImageBytes")]
    public void One_that_is_too_large_is_named(int limit, string why)
    {
        var played = Bounded(limit).Play(Made("g1", Png, "/elsewhere/cat.png")).Finish();
        var text = Assert.Single(played.Artifact("image-1").Parts).Text!;
        Assert.Contains(why, text, StringComparison.Ordinal);
        Assert.Contains("/elsewhere/cat.png", text, StringComparison.Ordinal);
        Assert.True((bool?)played.CodexOf("image-1")["omitted"]);
    }

    [Theory]
    [InlineData("not base64")]
    [InlineData("AAAA")]
    public void What_is_no_picture_is_not_sent_as_one(string result)
    {
        var played = new Played().Play(Codex.Completed(new ImageGenerationItem("completed", Result: result, SavedPath: "/x.png") { Id = "g1" }));
        Assert.Contains("/x.png", Assert.Single(played.Artifact("image-1").Parts).Text, StringComparison.Ordinal);
    }

    [Fact]
    public void One_that_failed_or_lies_in_Codex_s_store_is_the_tool_s_to_tell()
    {
        var played = new Played().Play(
            Codex.Completed(new ImageGenerationItem("failed", Result: "AAAA", Failure: new ImageGenerationFailure("usageLimitExceeded")) { Id = "g1" }),
            Codex.Completed(new ImageGenerationItem("completed", FileId: "file-1") { Id = "g2" }));
        Assert.Equal("tool-1 tool-2", played.Ids);
        Assert.Equal("file-1", (string?)played.State("tool-2")["output"]!["file_id"]);
    }

    [Fact]
    public void A_turn_sends_four_of_the_largest_and_names_the_others()
    {
        var played = Bounded(Png.Length).Play(Enumerable.Range(1, 6).Select(i => Made($"g{i}", Png, $"/workspace/{i}.png"))).Finish();
        Assert.Equal([false, false, false, false, true, true], Enumerable.Range(1, 6).Select(i => played.Artifact($"image-{i}").Parts[0].Raw is null));
    }

    [Fact]
    public void One_that_it_looked_at_is_asked_for_once_and_sent_where_it_is_a_picture()
    {
        var seen = Codex.Completed(new ImageViewItem("/workspace/p.png") { Id = "v1" });
        var played = new Played().Play(Codex.TurnStarted(), seen, seen);
        var viewed = played.Mapper.NextViewed()!;
        Assert.Equal(("v1", "/workspace/p.png"), (viewed.ItemId, viewed.Path));
        Assert.Null(played.Mapper.NextViewed());
        Assert.Equal("tool-1", played.Ids);

        played.Add(played.Mapper.Viewed(viewed, "no picture"u8.ToArray()));
        Assert.Equal("tool-1", played.Ids);
        played.Add(played.Mapper.Viewed(viewed, Png)).Finish();
        Assert.Equal(("image/png", "p.png"), (played.Artifact("image-1").Parts[0].MediaType, played.Artifact("image-1").Parts[0].Filename));
        Rules.Hold(Codex.Task, [.. played.Events.Select(e => e.Event)]);
    }

    [Fact]
    public void Nothing_is_asked_for_where_nothing_may_be_sent() =>
        Assert.Null(Bounded(0).Play(Codex.Completed(new ImageViewItem("/workspace/p.png") { Id = "v1" })).Mapper.NextViewed());

    [Fact]
    public void What_the_task_has_already_does_not_come_again()
    {
        var first = new Played().Play(Made("g1", Png));
        var second = new Played(first.Task).Play(Made("g1", Png));
        Assert.Equal("tool-1 image-1", second.Ids);
        Assert.Empty(second.Events);
    }

    [Fact]
    public void One_of_a_sub_agent_has_its_thread()
    {
        static Notification Child(Notification n) => n with { ThreadId = "child", TurnId = "turn-child" };
        var played = new Played().Play(
            Codex.TurnStarted(), Child(new TurnStartedNotification(new CodexTurn("turn-child", TurnStatuses.InProgress, RootTurnId: Codex.Turn))),
            Child(new ItemCompletedNotification(new ImageViewItem("/workspace/p.png") { Id = "v1" })));
        played.Add(played.Mapper.Viewed(played.Mapper.NextViewed()!, Png));
        Assert.Equal("child", (string?)played.CodexOf("image-1")["thread_id"]);
    }

    private static Played Bounded(int limit) => new(identity: Codex.Identity with { ImageBytes = limit });

    private static Notification Made(string id, byte[] content, string? path = null) =>
        Codex.Completed(new ImageGenerationItem("completed", "a cat", Convert.ToBase64String(content), path) { Id = id });
}
