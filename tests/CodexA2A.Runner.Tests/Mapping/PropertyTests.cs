using CodexA2A.Runner.AppServer;
using CodexA2A.Runner.AppServer.Protocol;
using CodexA2A.Runner.Mapping;
using CsCheck;

namespace CodexA2A.Runner.Tests.Mapping;

/// <summary>Any interleaving of the notifications of a turn, cut at any point, keeps the rules.</summary>
public sealed class PropertyTests
{
    private static readonly Gen<string> Words = Gen.OneOf(Gen.Const("a"), Gen.Const(""), Gen.Const("word "), Gen.Const("ä漢😀"), Gen.Const("\"\n"), Gen.String[0, 5]);

    /// <summary>An item with its notifications in order; only the order between items is free.</summary>
    private static readonly Gen<Notification[]> Item = Gen.OneOf(
        Gen.Select(Gen.Int[0, 5], Words.Array[0, 5], Gen.Int[0, 2], Gen.Bool, Gen.Int[0, 2]).Select(Message),
        Gen.Select(Gen.Int[0, 5], Words.Array[0, 4], Words.Array[0, 4], Gen.Bool).Select(Reasoning),
        Gen.Select(Gen.Int[0, 5], Words.Array[0, 5], Gen.Int[0, 2]).Select(Command),
        Gen.Int[0, 5].Select(n => new[] { Codex.Started(Codex.Patch($"f{n}")), Codex.Completed(Codex.Patch($"f{n}", "completed")) }),
        Words.Select(diff => new[] { Codex.Mine(new TurnDiffUpdatedNotification(diff)) }),
        Words.Select(step => new[] { Codex.Mine(new TurnPlanUpdatedNotification(null, [new TurnPlanStep(step, "pending")])) }),
        Gen.Const(new[] { Codex.Retry() }),
        Gen.Const(new[] { Codex.UserMessage() }),
        Gen.Const(new[] { Codex.Usage() }));

    private static readonly Gen<List<Notification>> Turn = Gen.Select(Item.List[0, 10], Gen.Int[0, int.MaxValue], Gen.Int[0, 100])
        .Select((items, seed, cut) =>
        {
            var all = Interleave(items, new Random(seed));
            return all.GetRange(0, Math.Min(all.Count, all.Count * cut / 70));
        });

    private static readonly Gen<int> Outcome = Gen.Int[0, 2];

    [Fact]
    public void Every_turn_keeps_the_rules_of_artifacts() => Gen.Select(Turn, Outcome).Sample(
        (notifications, outcome) => Rules.Hold(Codex.Task, [.. Finished(null, notifications, outcome).Events.Select(e => e.Event)]),
        iter: 2_000);

    [Fact]
    public void Every_takeover_keeps_the_rules_of_artifacts() => Gen.Select(Turn, Turn, Outcome, Gen.Bool).Sample(
        (first, second, outcome, close) =>
        {
            var lost = new Played().Play(first).Task;
            var closing = close ? AbandonedItems.Close(lost, "restart") : [];
            var start = Played.Fold(lost, closing.Select(e => e.Event));
            var played = Finished(start, second, outcome);
            Rules.Hold(lost, [.. closing.Concat(played.Events).Select(e => e.Event)]);
        },
        iter: 1_000);

    [Fact]
    public void A_completed_text_is_what_the_task_has_and_no_delta_is_lost() => Turn.Sample(
        notifications =>
        {
            var mapper = new Played();
            foreach (var n in notifications)
            {
                var before = mapper.Events.Count;
                mapper.Play(n);
                var added = mapper.Events.Skip(before).Select(e => e.Event.ArtifactUpdate).OfType<TaskArtifactUpdateEvent>().ToList();
                switch (n)
                {
                    case AgentMessageDeltaNotification { Delta.Length: > 0 } delta:
                        Assert.Equal(delta.Delta, added[^1].Artifact.Parts.Single().Text);
                        break;
                    case ItemCompletedNotification { Item: AgentMessageItem { Text.Length: > 0 } item }:
                        var own = added.LastOrDefault(update => IsOf(item, update.Artifact));
                        // An item that is told again as it is in the task already changes nothing.
                        Assert.Equal(item.Text, own is null ? Text(mapper.Task.Artifacts!.Last(artifact => IsOf(item, artifact))) : mapper.Text(own.Artifact.ArtifactId));
                        break;
                }
            }
        },
        iter: 1_000);

    [Fact]
    public void Merging_changes_nothing_that_a_reader_sees_in_the_end() => Gen.Select(Turn, Outcome, Gen.Int[1, 40]).Sample(
        (notifications, outcome, max) =>
        {
            var events = Finished(null, notifications, outcome).Events;
            var merged = new List<StreamResponse>();
            foreach (var e in events)
            {
                if (e.IsTextDelta && merged.Count > 0 && DeltaMerging.TryMerge(merged[^1], e.Event, max) is { } joined)
                {
                    merged[^1] = joined;
                }
                else
                {
                    merged.Add(e.Event);
                }
            }

            Rules.Hold(Codex.Task, merged);
            Assert.Equal(Texts(events.Select(e => e.Event)), Texts(merged));
        },
        iter: 1_000);

    [Fact]
    public void An_item_that_is_completed_twice_with_one_text_is_in_the_task_once()
    {
        var played = new Played().Play(Codex.TurnStarted(), Codex.MessageStarted("m", null), Codex.Delta("m", "Hi."), Codex.MessageCompleted("m", "Hi.", null));
        var before = played.Events.Count;
        played.Play(Codex.MessageCompleted("m", "Hi.", null));
        Assert.Equal(before, played.Events.Count);
        Assert.Equal("Hi.", Text(Assert.Single(played.Task.Artifacts!)));
    }

    private static bool IsOf(AgentMessageItem item, Artifact artifact) =>
        (string?)artifact.Metadata?["codex"]?["item_id"] == item.Id && (bool?)artifact.Metadata?["codex"]?["withdrawn"] != true;

    private static string Text(Artifact artifact) => string.Concat(artifact.Parts.Select(part => part.Text));

    private static List<string> Texts(IEnumerable<StreamResponse> events) =>
        [.. (Played.Fold(Codex.Task, events).Artifacts ?? []).Select(a => a.ArtifactId + ":" + string.Concat(a.Parts.Select(p => p.Text ?? p.Data!.Value.GetRawText())))];

    private static Played Finished(AgentTask? existing, List<Notification> notifications, int outcome) =>
        new Played(existing).Play(Codex.TurnStarted()).Play(notifications).Finish(outcome switch
        {
            0 => TurnOutcome.Completed,
            1 => TurnOutcome.Canceled("Stopped."),
            _ => TurnOutcome.Failed(ErrorMapping.Interrupted),
        });

    private static List<Notification> Interleave(List<Notification[]> items, Random random)
    {
        var queues = items.Select(item => new Queue<Notification>(item)).ToList();
        var all = new List<Notification>();
        while (queues.Count > 0)
        {
            var queue = queues[random.Next(queues.Count)];
            if (queue.TryDequeue(out var n))
            {
                all.Add(n);
            }
            else
            {
                queues.Remove(queue);
            }
        }

        return all;
    }

    /// <summary>Ids are few, so that some come again, as those of a careless model do.</summary>
    private static Notification[] Message(int n, string[] deltas, int end, bool started, int kind)
    {
        var phase = kind switch { 0 => null, 1 => "commentary", _ => "final_answer" };
        var id = $"m{n}";
        var list = new List<Notification>();
        if (started)
        {
            list.Add(Codex.MessageStarted(id, phase));
        }

        list.AddRange(deltas.Select(delta => Codex.Delta(id, delta)));
        if (end > 0 && started)
        {
            list.Add(Codex.MessageCompleted(id, end == 1 ? string.Concat(deltas) : "Something else.", phase));
        }

        return [.. list];
    }

    private static Notification[] Reasoning(int n, string[] summary, string[] raw, bool complete)
    {
        var id = $"r{n}";
        var list = new List<Notification> { Codex.Started(new ReasoningItem { Id = id }) };
        list.AddRange(summary.Select((delta, i) => Codex.Summary(id, i / 2, delta)));
        list.AddRange(raw.Select(delta => Codex.Raw(id, 0, delta)));
        if (complete)
        {
            list.Add(Codex.Completed(new ReasoningItem(summary.Length > 0 ? [string.Concat(summary)] : [], [string.Concat(raw)]) { Id = id }));
        }

        return [.. list];
    }

    private static Notification[] Command(int n, string[] output, int end)
    {
        var id = $"c{n}";
        var list = new List<Notification> { Codex.Started(Codex.Command(id)) };
        list.AddRange(output.Select(delta => Codex.Output(id, delta)));
        if (end > 0)
        {
            list.Add(Codex.Completed(Codex.Command(id, end == 1 ? "completed" : "failed", end == 1 ? string.Concat(output) : null, 0)));
        }

        return [.. list];
    }
}
