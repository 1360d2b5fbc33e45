using System.Text.Json.Nodes;

namespace CodexA2A.Protocol.Tests;

/// <summary>What each event does to a task; every case by the pure fold and by the accumulator.</summary>
public class FoldTests
{
    [Fact]
    public void A_task_replaces_everything()
    {
        var whole = Make.Task() with { Artifacts = [new Artifact { ArtifactId = "b", Parts = [Part.FromText("1"), Part.FromText("2")] }] };
        var task = Fold(Make.Task(), Make.Append("a", Part.FromText("x")), StreamResponse.FromTask(whole));
        Assert.Same(whole, task);
    }

    [Fact]
    public void Text_that_streams_in_is_one_part()
    {
        var task = Fold(Make.Task(), Make.Replace("a", Part.FromText("He")), Make.Append("a", Part.FromText("l")), Make.Append("a", Part.FromText("lo"), Part.FromText("!")));
        Assert.Equal("Hello!", Make.Parts(task, "a"));
        Assert.Single(task.Artifacts!);
    }

    [Fact]
    public void An_empty_last_chunk_adds_nothing()
    {
        var task = Fold(Make.Task(), Make.Replace("a", Part.FromText("x")), Make.Append("a", Part.FromText("")), Make.Append("a", Part.FromData(JsonValue.Create(1))), Make.Append("a", Part.FromText("")));
        Assert.Equal("x|1", Make.Parts(task, "a"));
    }

    [Fact]
    public void A_withdrawn_artifact_is_one_empty_text_and_can_go_on()
    {
        var withdrawn = Fold(Make.Task(), Make.Append("a", Part.FromText("x")), Make.Replace("a", Part.FromText("")));
        Assert.Equal("", Assert.Single(withdrawn.Artifacts![0].Parts).Text);
        Assert.Equal("y", Make.Parts(Fold(withdrawn, Make.Append("a", Part.FromText("y"))), "a"));
        Assert.Equal("u", Make.Parts(Fold(withdrawn, Make.Append("a", Part.FromUrl("u"))), "a"));
    }

    [Fact]
    public void Only_neighbours_of_the_same_kind_join()
    {
        var markdown = Part.FromText("m", "text/markdown");
        var marked = Part.FromText("k") with { Metadata = Make.Object("""{"k":1}""") };
        var markedAgain = Part.FromText("l") with { Metadata = Make.Object("""{"k":1}""") };
        var task = Fold(Make.Task(), Make.Append("a", Part.FromText("1"), markdown, markdown, Part.FromText("2"), Part.FromUrl("u"), Part.FromText("3"), marked, markedAgain));
        Assert.Equal("1|mm|2|u|3|kl", Make.Parts(task, "a"));
    }

    [Fact]
    public void An_append_to_an_unknown_artifact_adds_it()
    {
        var task = Fold(Make.Task(), Make.Append("a", Part.FromText("x")), Make.Append("b", Part.FromText("y")));
        Assert.Equal(["a", "b"], task.Artifacts!.Select(artifact => artifact.ArtifactId));
    }

    [Fact]
    public void A_replacement_keeps_its_place_and_nothing_else()
    {
        var first = new Artifact { ArtifactId = "a", Name = "n", Description = "d", Parts = [Part.FromText("x")], Metadata = Make.Object("""{"k":1}"""), Extensions = ["urn:x"] };
        var task = Fold(Make.Task(), Make.Update(first, append: false), Make.Append("b", Part.FromText("y")), Make.Replace("a", Part.FromText("z")));
        Assert.Equal("""{"artifactId":"a","parts":[{"text":"z"}]}""", Wire.Json(task.Artifacts![0]));
    }

    [Fact]
    public void An_append_merges_name_description_metadata_and_extensions()
    {
        var first = new Artifact { ArtifactId = "a", Name = "n", Description = "d", Parts = [Part.FromText("x")], Extensions = ["urn:x"], Metadata = Make.Object("""{"shared":{"stream":{"sequence":1},"session":{"id":"s"}},"k":[1]}""") };
        var more = new Artifact { ArtifactId = "a", Name = "", Description = "e", Parts = [Part.FromText("y")], Extensions = ["urn:y", "urn:x"], Metadata = Make.Object("""{"shared":{"stream":{"last":2}},"k":null,"codex":{}}""") };
        var task = Fold(Make.Task(), Make.Update(first, append: false), Make.Update(more, append: true, last: true));
        Assert.Equal("""{"artifactId":"a","name":"n","description":"e","parts":[{"text":"xy"}],"metadata":{"shared":{"stream":{"last":2},"session":{"id":"s"}},"k":null,"codex":{}},"extensions":["urn:x","urn:y"]}""", Wire.Json(task.Artifacts![0]));
    }

    [Fact]
    public void A_status_takes_the_place_of_the_last_and_its_message_goes_to_the_history_once()
    {
        var start = Make.Task("hello") with { History = [Make.Message("u", "do it")] };
        var task = Fold(start, Make.State(TaskState.Working, "one"), Make.State(TaskState.Working, "one again", "one"), Make.State(TaskState.Working, "two"), Make.State(TaskState.Working, "hello"), Make.State(TaskState.Completed));
        Assert.Equal(["u", "hello", "one", "two", "hello"], task.History!.Select(message => message.MessageId));
        Assert.Equal("one again", task.History![2].Parts[0].Text);
        Assert.Equal("""{"state":"TASK_STATE_COMPLETED"}""", Wire.Json(task.Status));
    }

    [Fact]
    public void A_message_whose_id_was_used_before_is_another_message()
    {
        var start = Make.Task() with { History = [Make.Message("m", "do it")] };
        var task = Fold(start, Make.State(TaskState.Working, "yes", "m"), Make.State(TaskState.InputRequired, "asked"), Make.State(TaskState.Working, "yes", "m"), Make.State(TaskState.Completed));
        Assert.Equal(["do it", "yes", "asked", "yes"], task.History!.Select(message => message.Parts[0].Text));
    }

    [Fact]
    public void A_message_that_its_agent_put_into_the_history_itself_is_there_once()
    {
        var said = Make.State(TaskState.Working, "one").StatusUpdate!.Status;
        var start = Make.Task() with { Status = said, History = [Make.Message("u", "do it"), said.Message! with { Parts = [Part.FromText("one")] }] };
        Assert.Equal(["do it", "one"], Fold(start, Make.State(TaskState.Completed)).History!.Select(message => message.Parts[0].Text));
    }

    [Fact]
    public void Metadata_of_a_status_merges_into_the_task_by_namespace()
    {
        var task = Fold(
            Make.Task() with { Metadata = Make.Object("""{"own":1}""") },
            Make.State(TaskState.Working, metadata: Make.Object("""{"shared":{"session":{"id":"s"},"interrupt":{"request_id":"1","details":{"a":1}}}}""")),
            Make.State(TaskState.Working, metadata: []),
            Make.State(TaskState.Working, metadata: Make.Object("""{"shared":{"usage":{"input_tokens":5},"interrupt":{"request_id":"2"}}}""")));
        Assert.Equal("""{"own":1,"shared":{"session":{"id":"s"},"interrupt":{"request_id":"2"},"usage":{"input_tokens":5}}}""", task.Metadata!.ToJsonString());
    }

    [Fact]
    public void A_message_changes_nothing() => Assert.Equal(Wire.Json(Make.Task()), Wire.Json(Fold(Make.Task(), StreamResponse.FromMessage(Make.Message("m", "x")))));

    [Fact]
    public void An_update_without_a_task_is_refused()
    {
        foreach (var e in new[] { Make.State(TaskState.Working), Make.Append("a", Part.FromText("x")), StreamResponse.FromMessage(Make.Message("m", "x")), new StreamResponse() })
        {
            Assert.Throws<ArgumentException>(() => TaskProjection.Apply(null, e));
            var fold = new TaskFold();
            Assert.Throws<ArgumentException>(() => fold.Apply(e));
            Assert.Null(fold.Task);
        }
    }

    [Fact]
    public void What_goes_in_and_what_came_out_never_changes()
    {
        var inputs = new[]
        {
            Make.Update(new Artifact { ArtifactId = "a", Parts = [Part.FromText("x")], Metadata = Make.Object("""{"shared":{"k":1}}""") }, append: false),
            Make.Update(new Artifact { ArtifactId = "a", Parts = [Part.FromText("y")], Metadata = Make.Object("""{"shared":{"l":{"m":2}}}""") }, append: true),
            Make.State(TaskState.Working, "one", metadata: Make.Object("""{"shared":{"k":1}}""")),
            Make.State(TaskState.Working, "two", metadata: Make.Object("""{"shared":{"l":{"m":2}}}""")),
            Make.Append("a", Part.FromText("z")),
        };
        var before = inputs.Select(Wire.Json).ToList();
        var fold = new TaskFold(Make.Task());
        var pure = Make.Task();
        var given = new List<(AgentTask Task, string Json)>();
        foreach (var e in inputs)
        {
            pure = TaskProjection.Apply(pure, e);
            fold.Apply(e);
            given.Add((pure, Wire.Json(pure)));
            given.Add((fold.Task!, Wire.Json(fold.Task!)));
        }
        Assert.Equal(before, inputs.Select(Wire.Json));
        Assert.All(given, one => Assert.Equal(one.Json, Wire.Json(one.Task)));
        Assert.Same(fold.Task, fold.Task);
    }

    [Fact]
    public void A_small_append_costs_the_accumulator_little_however_long_the_task_is()
    {
        const int appends = 20_000;
        var piece = Make.Append("a", Part.FromText("0123456789"));
        var fold = new TaskFold(Make.Task());
        for (var i = 0; i < appends; i++) fold.Apply(piece);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < appends; i++) fold.Apply(piece);
        var each = (GC.GetAllocatedBytesForCurrentThread() - before) / appends;
        Assert.True(each < 1_000, $"{each} bytes for each append");
        Assert.Equal(2 * appends * 10, fold.Task!.Artifacts![0].Parts[0].Text!.Length);
    }

    /// <summary>Both folds, which must agree.</summary>
    private static AgentTask Fold(AgentTask start, params StreamResponse[] events)
    {
        var fold = new TaskFold(start);
        AgentTask pure = start;
        foreach (var e in events)
        {
            pure = TaskProjection.Apply(pure, e);
            fold.Apply(e);
        }
        Assert.Equal(Wire.Json(pure), Wire.Json(fold.Task!));
        return pure;
    }
}
