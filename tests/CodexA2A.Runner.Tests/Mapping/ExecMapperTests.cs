using System.Text;
using System.Text.Json.Nodes;
using CodexA2A.Runner.Mapping;
using CodexA2A.Runner.Mapping.Exec;
using CodexA2A.Runner.Mapping.Streams;

namespace CodexA2A.Runner.Tests.Mapping;

/// <summary>What a command of a caller's prints, as events of its task.</summary>
public sealed class ExecMapperTests
{
    private static readonly byte[] Euro = "€"u8.ToArray();

    private static ExecIdentity Identity => new(new TurnIdentity("p00-task", "codex.exec:mine", "", null, "submit-1"), "mine", "sh -c true", Tty: false);

    [Fact]
    public void A_character_that_is_cut_is_kept_whole_and_none_of_its_bytes_is_lost()
    {
        var mapper = Mapper();
        Assert.Empty(mapper.Output(new ExecChunk("stdout", Euro[..1], false)));
        // The other stream has a decoder of its own.
        Assert.Equal("x", Delta(Assert.Single(mapper.Output(new ExecChunk("stderr", "x"u8.ToArray(), false)))));
        Assert.Empty(mapper.Output(new ExecChunk("stdout", Euro[1..2], false)));

        var piece = Assert.Single(mapper.Output(new ExecChunk("stdout", [Euro[2], (byte)'!'], false)));

        Assert.Equal(("€!", "stdout", Convert.ToBase64String([.. Euro, (byte)'!'])), (Delta(piece), (string?)Exec(piece)["stream"], (string?)Exec(piece)["delta_base64"]));
    }

    [Fact]
    public void Every_cut_of_a_text_gives_the_same_text()
    {
        var bytes = Encoding.UTF8.GetBytes("aé€😀\u0000z");
        for (var first = 0; first <= bytes.Length; first++)
        {
            for (var second = first; second <= bytes.Length; second++)
            {
                var mapper = Mapper();
                var events = new[] { bytes[..first], bytes[first..second], bytes[second..] }.SelectMany(part => mapper.Output(new ExecChunk("stdout", part, false))).ToList();
                Assert.Equal("aé€😀\u0000z", string.Concat(events.Select(Delta)));
                Assert.Equal(bytes, events.SelectMany(e => Convert.FromBase64String((string)Exec(e)["delta_base64"]!)).ToArray());
            }
        }
    }

    [Fact]
    public void What_is_no_text_and_what_ends_in_half_a_character_is_marked()
    {
        var mapper = Mapper();
        Assert.Equal("a\ufffdb", Delta(Assert.Single(mapper.Output(new ExecChunk("stdout", [(byte)'a', 0xff, (byte)'b', Euro[0]], false)))));

        var events = mapper.Finish(ExecEnd.Exited(0), TimeSpan.FromSeconds(2), Codex.Now);

        Assert.Equal("\ufffd", Delta(events[0]));
        var state = State(events[1]);
        Assert.Equal(("completed", "a\ufffdb\ufffd", 0, 2000), ((string?)state["status"], (string?)state["output"]!["text"], (int)state["output"]!["exit_code"]!, (int)state["output"]!["duration_ms"]!));
    }

    [Fact]
    public void Events_stay_small_and_what_is_kept_is_first_and_last_half()
    {
        var mapper = Mapper();
        var bytes = Enumerable.Repeat((byte)1, 300_000).ToArray();
        var events = mapper.Output(new ExecChunk("stdout", bytes, CapReached: true)).Concat(mapper.Finish(ExecEnd.Exited(0), TimeSpan.Zero, Codex.Now)).ToList();

        Assert.All(events, e => Assert.InRange(CodexA2A.Protocol.Json.A2AJson.Serialize(e).Length, 1, EventSizes.Event));
        Assert.Equal(300_000, events.Where(e => e.ArtifactUpdate is { } update && update.Metadata?["codex"]?["exec"]?["delta_base64"] is not null).Sum(e => Delta(e).Length));
        Assert.Equal([true], events.Where(e => (bool?)e.ArtifactUpdate?.Metadata?["codex"]?["exec"]?["cap_reached"] == true).Select(_ => true));
        var output = State(events[^2])["output"]!;
        // Each of these bytes needs six in JSON: less than first and last half fits.
        Assert.InRange((int)output["truncated_bytes"]!, 300_000 - EventSizes.ToolOutput, 299_999);
        Assert.True((bool)output["cap_reached"]!);
    }

    [Theory]
    [InlineData(0, TaskState.Completed, "completed", null)]
    [InlineData(7, TaskState.Failed, "failed", "EXEC_FAILED")]
    public void Its_exit_code_is_the_end_of_its_task(int code, TaskState state, string phase, string? error)
    {
        var task = Fold(Mapper(out var started), started, mapper => mapper.Finish(ExecEnd.Exited(code), TimeSpan.Zero, Codex.Now));
        Assert.Equal((state, error), (task.Status.State, (string?)task.Metadata!["codex"]!["error"]?["code"]));
        var exec = task.Metadata["codex"]!["exec"]!;
        Assert.Equal(("mine", "sh -c true", phase, code, false), ((string?)exec["process_id"], (string?)exec["command"], (string?)exec["phase"], (int)exec["exit_code"]!, (bool)exec["terminated"]!));
        Assert.Equal("codex.exec.status", (string?)task.Metadata["shared"]!["stream"]!["source"]);
        var artifact = Assert.Single(task.Artifacts!);
        Assert.Equal(("tool-1", "tool", "codex.exec.result", "done"), (artifact.ArtifactId, artifact.Name, (string?)artifact.Metadata!["shared"]!["stream"]!["source"], (string?)artifact.Metadata["codex"]!["state"]));
    }

    [Fact]
    public void Ended_by_somebody_it_is_canceled_and_one_that_never_began_has_no_artifact()
    {
        var mapper = new ExecMapper(Identity, Codex.Task);
        var only = Assert.Single(mapper.Finish(ExecEnd.TerminatedBy(null), null, Codex.Now)).StatusUpdate!;
        Assert.Equal((TaskState.Canceled, "terminated", true), (only.Status.State, (string?)only.Metadata!["codex"]!["exec"]!["phase"], (bool)only.Metadata["codex"]!["exec"]!["terminated"]!));
    }

    [Fact]
    public void A_lost_one_is_closed_and_says_that_nobody_knows()
    {
        var task = Fold(Mapper(out var started), started, mapper => mapper.Output(new ExecChunk("stdout", "on\n"u8.ToArray(), false)));
        var fold = new TaskFold(task);
        foreach (var e in ExecLosses.Of(task, Identity, ExecErrors.OutcomeUnknown("Lost."), Codex.Now))
        {
            fold.Apply(e);
        }

        Assert.Equal((TaskState.Failed, "EXEC_OUTCOME_UNKNOWN", "failed"), (fold.Task!.Status.State, (string?)fold.Task.Metadata!["codex"]!["error"]!["code"], (string?)fold.Task.Metadata["codex"]!["exec"]!["phase"]));
        var artifact = Assert.Single(fold.Task.Artifacts!);
        Assert.Equal("done", (string?)artifact.Metadata!["codex"]!["state"]);
        Assert.Equal("on\n", (string?)JsonObject.Create(Assert.Single(artifact.Parts).Data!.Value)!["output"]!["text"]);
    }

    private static ExecMapper Mapper() => Mapper(out _);

    private static ExecMapper Mapper(out IReadOnlyList<StreamResponse> started)
    {
        var mapper = new ExecMapper(Identity, Codex.Task);
        started = mapper.Started(Codex.Now);
        return mapper;
    }

    private static AgentTask Fold(ExecMapper mapper, IReadOnlyList<StreamResponse> started, Func<ExecMapper, IReadOnlyList<StreamResponse>> more)
    {
        var fold = new TaskFold(Codex.Task);
        foreach (var e in started.Concat(more(mapper)))
        {
            fold.Apply(e);
        }

        return fold.Task!;
    }

    private static string Delta(StreamResponse e) => e.ArtifactUpdate!.Artifact.Parts[0].Data!.Value.GetProperty("output_delta").GetString()!;

    private static JsonNode Exec(StreamResponse e) => e.ArtifactUpdate!.Metadata!["codex"]!["exec"]!;

    private static JsonObject State(StreamResponse e) => JsonObject.Create(Assert.Single(e.ArtifactUpdate!.Artifact.Parts).Data!.Value)!;
}
