using System.Text;
using System.Text.Json.Nodes;
using CodexA2A.Protocol.Json;

namespace CodexA2A.Protocol.Tests;

/// <summary>What is cut first, and how it is marked (at most 3 MiB).</summary>
public class SnapshotLimitTests
{
    private const int KiB = 1024, MiB = 1024 * KiB;

    [Fact]
    public void A_task_that_fits_is_the_same_task()
    {
        var task = With(Text("answer-1", 2 * MiB));
        Assert.Same(task, SnapshotLimits.Apply(task));
    }

    [Fact]
    public void The_oldest_tool_outputs_shrink_first_and_only_as_many_as_needed()
    {
        var task = SnapshotLimits.Apply(With(Text("answer-1", MiB), Text("reasoning-1", MiB - 64 * KiB), Tool("tool-1", MiB / 2), Tool("tool-2", MiB / 2), Tool("tool-3", MiB / 2)));
        Assert.True(JsonSize.Of(task) <= 3 * MiB);
        Assert.Equal([MiB, MiB - 64 * KiB], task.Artifacts!.Take(2).Select(artifact => artifact.Parts[0].Text!.Length));
        Assert.True(Marked(task.Artifacts![2]) > MiB / 2 - 2 * KiB);
        Assert.Equal(0, Marked(task.Artifacts![3]));
        Assert.Equal(0, Marked(task.Artifacts![4]));
        var data = task.Artifacts![2].Parts[0].Data!.Value;
        Assert.Equal("state", data.GetProperty("kind").GetString());
        Assert.Equal(0, data.GetProperty("output").GetProperty("exit_code").GetInt32());
        Assert.Equal(Marked(task.Artifacts![2]), data.GetProperty("truncated_bytes").GetInt64());
        var output = data.GetProperty("output").GetProperty("text").GetString()!;
        Assert.True(Encoding.UTF8.GetByteCount(output) <= KiB);
        Assert.StartsWith("first ", output, StringComparison.Ordinal);
        Assert.EndsWith(" last", output, StringComparison.Ordinal);
    }

    [Fact]
    public void Reasoning_then_the_rest_then_answer_and_diff()
    {
        var task = SnapshotLimits.Apply(With(Text("answer-1", 2 * MiB - 64 * KiB), Text("diff-1", 2 * MiB), Text("reasoning-1", 100 * KiB), Text("commentary-1", 100 * KiB), Text("plan-1", 2 * KiB), Tool("tool-1", 64 * KiB))
            with
        { History = [new Message { MessageId = "u", Role = Role.User, Parts = [Part.FromRaw(new byte[200 * KiB], "image/png"), Part.FromText("what is it?")] }] });
        Assert.True(JsonSize.Of(task) <= 3 * MiB);
        Assert.All(task.Artifacts!.Skip(2), artifact => Assert.True(JsonSize.Of(artifact) < 2 * KiB, artifact.ArtifactId));
        Assert.True(task.Artifacts![1].Parts[0].Text!.Length <= MiB && task.Artifacts[1].Parts[0].Text!.Length > MiB - 100);
        Assert.Equal(2 * MiB - 64 * KiB, task.Artifacts![0].Parts[0].Text!.Length);
        Assert.Equal("what is it?", task.History![0].Parts[1].Text);
        Assert.Equal("""{"codex":{"truncated_bytes":204800}}""", task.History[0].Metadata!.ToJsonString());
        Assert.Equal(0, task.History[0].Parts[0].Raw!.Value.Length);
    }

    [Fact]
    public void Answer_and_diff_shrink_to_one_MiB_and_further_only_if_it_must_be()
    {
        var task = SnapshotLimits.Apply(With([.. Enumerable.Range(1, 6).Select(n => Text($"answer-{n}", 2 * MiB))]));
        Assert.True(JsonSize.Of(task) <= 3 * MiB);
        Assert.Equal(6, task.Artifacts!.Count);
        Assert.All(task.Artifacts!, artifact => Assert.True(Marked(artifact) > 0));
        Assert.True(JsonSize.Of(task) > 2 * MiB);
    }

    [Fact]
    public void Many_small_outputs_of_one_tool_lose_their_middle()
    {
        var parts = Enumerable.Range(0, 20_000).Select(n => Part.FromData(new JsonObject { ["kind"] = "output_delta", ["output_delta"] = $"line {n} {new string('x', 200)}" })).ToList();
        var task = SnapshotLimits.Apply(With(new Artifact { ArtifactId = "tool-1", Parts = parts }));
        Assert.InRange(JsonSize.Of(task), 500, 4 * KiB);
        var left = task.Artifacts![0].Parts.Select(part => part.Data!.Value.GetProperty("output_delta").GetString()!.Split(' ')[1]).ToList();
        Assert.Equal("0", left[0]);
        Assert.Equal("19999", left[^1]);
        Assert.True(Marked(task.Artifacts[0]) > 4_000_000);
    }

    [Fact]
    public void Data_of_many_small_things_loses_its_largest_member()
    {
        var paths = new JsonArray([.. Enumerable.Range(0, 40_000).Select(n => (JsonNode)$"/some/where/{n}/{new string('x', 80)}")]);
        var task = SnapshotLimits.Apply(With(new Artifact { ArtifactId = "tool-1", Parts = [Part.FromData(new JsonObject { ["kind"] = "state", ["input"] = paths, ["status"] = "completed" })] }));
        var data = task.Artifacts![0].Parts[0].Data!.Value;
        Assert.Equal(["kind", "status", "truncated_bytes"], data.EnumerateObject().Select(member => member.Name));
        var list = SnapshotLimits.Apply(With(new Artifact { ArtifactId = "tool-1", Parts = [Part.FromData(paths)] }));
        Assert.Equal(["truncated_bytes"], list.Artifacts![0].Parts[0].Data!.Value.EnumerateObject().Select(member => member.Name));
    }

    [Fact]
    public void Too_many_artifacts_go_oldest_first_and_are_counted()
    {
        var artifacts = Enumerable.Range(1, 10_000).Select(n => Tool($"tool-{n}", 600)).Append(Text("answer-1", 100)).ToArray();
        var task = SnapshotLimits.Apply(With(artifacts) with { Metadata = Make.Object("""{"codex":{"truncated_artifacts":5,"k":1}}""") });
        Assert.True(JsonSize.Of(task) <= 3 * MiB);
        var dropped = 10_001 - task.Artifacts!.Count;
        Assert.InRange(dropped, 1, 9_000);
        Assert.Equal($"tool-{dropped + 1}", task.Artifacts![0].ArtifactId);
        Assert.Equal("answer-1", task.Artifacts[^1].ArtifactId);
        Assert.Equal($$$"""{"codex":{"truncated_artifacts":{{{dropped + 5}}},"k":1}}""", task.Metadata!.ToJsonString());
        Assert.Same(task, SnapshotLimits.Apply(task));
    }

    [Fact]
    public void The_newest_of_each_kind_and_what_is_open_stay()
    {
        var open = Tool("tool-3", 600) with { Metadata = Make.Object("""{"codex":{"state":"open"}}""") };
        var artifacts = Enumerable.Range(1, 10_000).Select(n => n == 3 ? open : Tool($"tool-{n}", 600))
            .Concat(Enumerable.Range(1, 10_000).Select(n => Text($"answer-{n}", 600))).Append(Text("plan-7", 100)).ToArray();
        var task = SnapshotLimits.Apply(With(artifacts));
        Assert.True(JsonSize.Of(task) <= 3 * MiB);
        Assert.Equal(["tool-3", "tool-10000"], task.Artifacts!.Take(2).Select(artifact => artifact.ArtifactId));
        Assert.Equal(["answer-10000", "plan-7"], task.Artifacts!.TakeLast(2).Select(artifact => artifact.ArtifactId));
        Assert.Equal("open", (string)task.Artifacts![0].Metadata!["codex"]!["state"]!);
        Assert.Equal(20_001 - task.Artifacts!.Count, (long)task.Metadata!["codex"]!["truncated_artifacts"]!);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(10_000)]
    [InlineData(19_999)]
    public void How_a_tool_stands_is_not_lost_with_its_output(int at)
    {
        var state = Part.FromData(new JsonObject { ["kind"] = "state", ["status"] = "running", ["tool"] = "shell", ["title"] = new string('t', 700) });
        var parts = Enumerable.Range(0, 20_000).Select(n => n == at ? state : Part.FromData(new JsonObject { ["kind"] = "output_delta", ["output_delta"] = $"line {n} {new string('x', 200)}" })).ToList();
        var task = SnapshotLimits.Apply(With(new Artifact { ArtifactId = "tool-1", Parts = parts }));
        Assert.InRange(JsonSize.Of(task), 500, 5 * KiB);
        var left = task.Artifacts![0].Parts;
        Assert.Equal("running", Assert.Single(left, part => part.Data!.Value.GetProperty("kind").ValueEquals("state")).Data!.Value.GetProperty("status").GetString());
        Assert.True(at == 19_999 || left[^1].Data!.Value.GetProperty("output_delta").GetString()!.StartsWith("line 19999 ", StringComparison.Ordinal));
        Assert.True(Marked(task.Artifacts[0]) > 4_000_000);
    }

    [Fact]
    public void Too_many_messages_go_oldest_first_and_are_counted()
    {
        var history = Enumerable.Range(1, 5_000).Select(n => Make.Message($"m{n}", new string('x', 1000))).ToArray();
        var task = SnapshotLimits.Apply(With(Text("answer-1", 100)) with { History = history });
        Assert.True(JsonSize.Of(task) <= 3 * MiB);
        Assert.Equal("m5000", task.History![^1].MessageId);
        Assert.Equal($$$"""{"codex":{"truncated_messages":{{{5_000 - task.History.Count}}}}}""", task.Metadata!.ToJsonString());
    }

    [Theory]
    [InlineData("abcdef", 0, 3, 3)]
    [InlineData("aé😀", 0, 2, 1)]
    [InlineData("aé😀", 1, 5, 2)]
    [InlineData("aé😀", 1, 6, 4)]
    [InlineData("😀x", 0, 1, 2)]
    [InlineData("", 0, 1, 0)]
    public void Text_splits_between_characters_and_always_goes_on(string text, int start, int max, int expected) => Assert.Equal(expected, TextCut.SplitAt(text, start, max));

    private static AgentTask With(params Artifact[] artifacts) => Make.Task() with { Artifacts = artifacts };

    private static Artifact Text(string id, int length) => new() { ArtifactId = id, Parts = [Part.FromText(new string('x', length))] };

    private static Artifact Tool(string id, int length) => new()
    {
        ArtifactId = id,
        Parts = [Part.FromData(new JsonObject { ["kind"] = "state", ["output"] = new JsonObject { ["text"] = $"first {new string('é', length / 2)} last", ["exit_code"] = 0 } })],
    };

    private static long Marked(Artifact artifact) => artifact.Metadata?["codex"]?["truncated_bytes"]?.GetValue<long>() ?? 0;
}
