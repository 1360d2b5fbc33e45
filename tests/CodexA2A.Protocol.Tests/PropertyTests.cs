using CodexA2A.Protocol.Json;
using CsCheck;

namespace CodexA2A.Protocol.Tests;

public class PropertyTests
{
    [Fact]
    public void What_is_written_is_read_the_same_by_both_ways_in() => Generate.Event.Sample(
        e =>
        {
            var json = A2AJson.Serialize(e);
            Assert.Equal(json, A2AJson.Serialize(A2AJson.Deserialize<StreamResponse>(json)));
            Assert.Equal(json, A2AJson.Serialize(A2AJsonInput.ReadBody<StreamResponse>(json)));
            Assert.Equal(json.Length, JsonSize.Of(e));
            Assert.Equal(json, LargeJson.Serialize(e));
        },
        iter: 2_000);

    [Fact]
    public void The_accumulator_agrees_with_the_pure_fold_at_every_step() => Gen.Select(Generate.Task, Generate.Event.List[0, 30], Gen.Int[1, 8]).Sample(
        (start, events, every) =>
        {
            var fold = new TaskFold(start);
            var pure = start;
            for (var i = 0; i < events.Count; i++)
            {
                pure = TaskProjection.Apply(pure, events[i]);
                fold.Apply(events[i]);
                if (i % every == 0) Assert.Equal(Wire.Json(pure), Wire.Json(fold.Task!));
            }
            Assert.Equal(Wire.Json(pure), Wire.Json(fold.Task!));
        },
        iter: 2_000);

    [Fact]
    public void A_fold_can_go_on_from_any_stored_task() => Gen.Select(Generate.Task, Generate.Event.List[1, 20], Gen.Int[0, 20]).Sample(
        (start, events, at) =>
        {
            var whole = new TaskFold(start);
            var halves = new TaskFold(start);
            for (var i = 0; i < events.Count; i++)
            {
                if (i == at) halves = new TaskFold(A2AJson.Deserialize<AgentTask>(A2AJson.Serialize(halves.Task!)));
                whole.Apply(events[i]);
                halves.Apply(events[i]);
            }
            Assert.Equal(Wire.Json(whole.Task!), Wire.Json(halves.Task!));
        },
        iter: 1_000);

    [Fact]
    public void A_fold_changes_nothing_that_went_in() => Gen.Select(Generate.Task, Generate.Event.List[0, 20]).Sample(
        (start, events) =>
        {
            var before = (Wire.Json(start), string.Join('\n', events.Select(Wire.Json)));
            var fold = new TaskFold(start);
            var pure = start;
            foreach (var e in events)
            {
                pure = TaskProjection.Apply(pure, e);
                fold.Apply(e);
                _ = fold.Task;
            }
            Assert.Equal(before, (Wire.Json(start), string.Join('\n', events.Select(Wire.Json))));
        },
        iter: 1_000);

    [Fact]
    public void A_limited_snapshot_fits_and_is_not_cut_twice() => Gen.Select(Generate.Task, Generate.Event.List[0, 60], Gen.Int[900, 6_000]).Sample(
        (start, events, max) =>
        {
            var task = events.Aggregate(start, TaskProjection.Apply);
            var limited = SnapshotLimits.Apply(task, max);
            var without = JsonSize.Of(limited with { Artifacts = null, History = null });
            Assert.True(JsonSize.Of(limited) <= max || (limited.Artifacts is null or [] && limited.History is null or []), $"{JsonSize.Of(limited)} > {max}, {without} alone");
            if (JsonSize.Of(limited) <= max) Assert.Same(limited, SnapshotLimits.Apply(limited, max));
        },
        iter: 1_000);

    [Fact]
    public void Any_text_cut_fits_and_counts_what_is_gone() => Gen.Select(Gen.String, Gen.Int[0, 200]).Sample(
        (text, max) =>
        {
            var whole = System.Text.Encoding.UTF8.GetByteCount(text);
            var cut = TextCut.Middle(text, max, out var gone);
            if (whole <= max) Assert.Same(text, cut);
            else
            {
                var note = cut[cut.IndexOf("\n[… ", StringComparison.Ordinal)..(cut.LastIndexOf(" …]\n", StringComparison.Ordinal) + 4)];
                Assert.True(gone > 0);
                Assert.True(System.Text.Encoding.UTF8.GetByteCount(cut) <= Math.Max(max, 60));
                Assert.Contains($" {gone} ", note, StringComparison.Ordinal);
            }
        },
        iter: 5_000);
}
