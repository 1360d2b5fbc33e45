using System.Text;
using System.Text.Json.Nodes;
using CodexA2A.Protocol.Json;
using CodexA2A.Runner.AppServer.Protocol;
using CodexA2A.Runner.Mapping;
using CodexA2A.Runner.Mapping.Text;
using CodexA2A.Tasks;
using CsCheck;
using EventId = CodexA2A.Tasks.EventId;

namespace CodexA2A.Runner.Tests.Mapping;

public sealed class StreamTests
{
    [Fact]
    public void Neighbouring_pieces_of_one_text_merge_and_the_first_stays_the_first()
    {
        var e = new Played().Play(Codex.Delta("m1", "a"), Codex.Delta("m1", "b"), Codex.Delta("m1", "c"), Codex.MessageCompleted("m1", "abc")).Events.Select(x => x.Event).ToList();

        var merged = DeltaMerging.TryMerge(DeltaMerging.TryMerge(e[0], e[1])!, e[2])!;
        Assert.False(merged.ArtifactUpdate!.Append);
        Assert.Equal("abc", merged.ArtifactUpdate.Artifact.Parts.Single().Text);
        Assert.Equal("open", (string?)merged.ArtifactUpdate.Artifact.Metadata!["codex"]!["state"]);
        Assert.Equal(3, DeltaMerging.TextBytes(merged));
        Assert.Null(DeltaMerging.TryMerge(merged, e[3]));
    }

    [Fact]
    public void Pieces_of_a_tools_output_merge_too_but_not_with_its_state()
    {
        var e = new Played().Play(Codex.Started(Codex.Command("c1")), Codex.Output("c1", "a"), Codex.Output("c1", "b")).Events.Select(x => x.Event).ToList();

        Assert.Null(DeltaMerging.TryMerge(e[0], e[1]));
        var merged = DeltaMerging.TryMerge(e[1], e[2])!;
        Assert.Equal("ab", merged.ArtifactUpdate!.Artifact.Parts.Single().Data!.Value.GetProperty("output_delta").GetString());
        Assert.Equal(2, DeltaMerging.TextBytes(merged));
    }

    [Fact]
    public void Other_artifacts_other_events_and_too_much_stay_apart()
    {
        var e = new Played().Play(Codex.TurnStarted(), Codex.Delta("m1", "ää"), Codex.Delta("m2", "b"), Codex.Delta("m2", "ö")).Events.Select(x => x.Event).ToList();

        Assert.Null(DeltaMerging.TryMerge(e[0], e[1]));
        Assert.Null(DeltaMerging.TryMerge(e[1], e[2]));
        Assert.Null(DeltaMerging.TryMerge(e[2], e[3], maxBytes: 2));
        Assert.NotNull(DeltaMerging.TryMerge(e[2], e[3], maxBytes: 3));
    }

    [Fact]
    public void A_stamp_gives_an_event_its_id_and_leaves_the_given_one_alone()
    {
        var played = new Played().Play(Codex.TurnStarted(), Codex.Delta("m1", "a")).Events;
        var before = played.Select(e => Json(e.Event)).ToList();

        var status = StreamStamp.Apply(played[0].Event, new EventId(7, 2)).StatusUpdate!.Metadata!["shared"]!["stream"]!;
        var artifact = StreamStamp.Apply(played[1].Event, new EventId(7, 3)).ArtifactUpdate!.Artifact.Metadata!["shared"]!["stream"]!;
        var task = StreamStamp.Apply(StreamResponse.FromTask(Codex.Task), EventId.First).Task!.Metadata!["shared"]!["stream"]!;
        Assert.Equal(("7-2", 2L), ((string)status["event_id"]!, (long)status["sequence"]!));
        Assert.Equal(("7-3", 3L), ((string)artifact["event_id"]!, (long)artifact["sequence"]!));
        Assert.Equal("0-1", (string)task["event_id"]!);
        Assert.Equal("""{"block_type":"text","source":"delta","message_id":"p00-task:context-1:assistant","role":"assistant","event_id":"7-3","sequence":3}""", artifact.ToJsonString());
        Assert.Equal(before, played.Select(e => Json(e.Event)));
    }

    [Fact]
    public void Long_text_is_cut_into_events_that_mean_the_same() =>
        Gen.Select(Gen.OneOf(Gen.Const("a"), Gen.Const("\""), Gen.Const("\n"), Gen.Const("ä"), Gen.Const("漢"), Gen.Const("😀")).Array[1, 40], Gen.Int[1, 400], Gen.Int[5_000, 9_000], Gen.Bool).Sample(
            (letters, times, max, last) =>
            {
                var text = string.Concat(Enumerable.Repeat(string.Concat(letters), times));
                var update = new TaskArtifactUpdateEvent
                {
                    TaskId = "t",
                    ContextId = "c",
                    LastChunk = last,
                    Artifact = new Artifact { ArtifactId = "answer-1", Name = "answer", Parts = [Part.FromText(text)], Metadata = new JsonObject { ["codex"] = new JsonObject { ["state"] = last ? "done" : "open" } } },
                };
                var pieces = EventSplitter.Split(StreamResponse.FromArtifactUpdate(update), max).Select(e => e.ArtifactUpdate!).ToList();

                Assert.Equal(text, string.Concat(pieces.Select(piece => piece.Artifact.Parts.Single().Text)));
                Assert.All(pieces, piece => Assert.True(A2AJson.Serialize(StreamResponse.FromArtifactUpdate(piece)).Length <= max));
                Assert.All(pieces, piece => Assert.DoesNotContain('\uFFFD', Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(piece.Artifact.Parts[0].Text!))));
                Assert.Equal([false, .. Enumerable.Repeat(true, pieces.Count - 1)], pieces.Select(piece => piece.Append));
                Assert.Equal(last, pieces[^1].LastChunk);
                Assert.DoesNotContain(pieces.SkipLast(1), piece => piece.LastChunk || (string?)piece.Artifact.Metadata!["codex"]!["state"] == "done");
            },
            iter: 300);

    [Fact]
    public void A_large_delta_output_or_diff_becomes_events_within_the_limit()
    {
        var text = string.Concat(Enumerable.Repeat("漢字😀\"\n", 40_000));
        var played = new Played().Play(
            Codex.Delta("m1", text), Codex.MessageCompleted("m1", text + "!"), Codex.Started(Codex.Command("c1")), Codex.Output("c1", text),
            Codex.Mine(new TurnDiffUpdatedNotification(text))).Finish();

        Rules.Hold(Codex.Task, [.. played.Events.Select(e => e.Event)]);
        Assert.Equal(text + "!", played.Text("answer-1"));
        Assert.Equal(text, played.Text("diff-1"));
    }

    [Fact]
    public void A_bounded_text_says_what_it_leaves_out() => Gen.Select(Gen.String, Gen.Int[1, 2_000], Gen.Int[0, 3_000]).Sample(
        (piece, times, max) =>
        {
            var output = new BoundedOutput(max + 100);
            var whole = new StringBuilder();
            for (var i = 0; i < times; i++)
            {
                output.Append(piece);
                whole.Append(piece);
            }

            var bounded = output.ToBoundedText();
            var kept = Encoding.UTF8.GetByteCount(bounded.Text);
            if (bounded.TruncatedBytes == 0)
            {
                Assert.Equal(whole.ToString(), bounded.Text);
            }
            else
            {
                Assert.True(kept <= max + 160);
                Assert.Contains($"[… {bounded.TruncatedBytes} bytes left out …]", bounded.Text, StringComparison.Ordinal);
            }
        },
        iter: 500);

    private static string Json(StreamResponse e) => Encoding.UTF8.GetString(A2AJson.Serialize(e));
}
