using System.Text;
using System.Text.Json.Nodes;
using CodexA2A.Protocol.Json;
using CodexA2A.Runner.AppServer.Protocol;
using CodexA2A.Runner.Mapping;
using CodexA2A.Runner.Mapping.Text;

namespace CodexA2A.Runner.Tests.Mapping;

public sealed class FittedJsonTests
{
    [Fact]
    public void What_fits_is_left_alone()
    {
        var json = new JsonObject { ["text"] = "small", ["list"] = new JsonArray(1, 2, 3) };
        FittedJson.Fit(json, 1024);
        Assert.Equal("""{"text":"small","list":[1,2,3]}""", json.ToJsonString());
    }

    [Fact]
    public void A_long_list_loses_its_end_and_says_how_much()
    {
        var json = new JsonObject { ["paths"] = new JsonArray([.. Enumerable.Range(0, 3000).Select(i => (JsonNode)$"src/file-{i:0000}.txt")]) };
        FittedJson.Fit(json, 16 * 1024);
        Assert.Equal(512, json["paths"]!.AsArray().Count);
        Assert.Equal(2488, (long)json["truncated_count"]!);
    }

    [Fact]
    public void Text_of_control_characters_is_cut_by_what_its_escapes_take()
    {
        var json = new JsonObject { ["output"] = new JsonObject { ["text"] = new string('\u0001', 100_000) } };
        FittedJson.Fit(json, 200 * 1024);
        Assert.True(Encoding.UTF8.GetByteCount(json.ToJsonString()) <= 200 * 1024);
        Assert.True((long)json["output"]!["truncated_bytes"]! > 90_000);
    }

    [Theory]
    [InlineData(200)]
    [InlineData(4000)]
    public void Whatever_it_is_made_of_it_fits_in_the_end(int entries)
    {
        var members = new JsonObject();
        for (var i = 0; i < entries; i++)
        {
            members[$"member-{i}"] = new JsonArray(new string('é', 500), new JsonObject { ["deep"] = new string('x', 500) });
        }

        var json = new JsonObject { ["kind"] = "state", ["input"] = members };
        FittedJson.Fit(json, 8 * 1024);
        Assert.True(Encoding.UTF8.GetByteCount(json.ToJsonString()) <= 8 * 1024);
        Assert.Equal("state", (string?)json["kind"]);
    }

    [Fact]
    public void A_patch_of_thousands_of_files_is_an_event_of_the_allowed_size()
    {
        var changes = Enumerable.Range(0, 3000).Select(i => new FileUpdateChange($"/workspace/some/folder/file-{i:0000}.txt", new PatchChangeKind("add"), "one line\n")).ToList();
        var item = new FileChangeItem(changes, "inProgress") { Id = "p1" };
        var played = new Played().Play(Codex.Started(item), Codex.Completed(item with { Status = "completed" })).Finish();

        Assert.Equal(3000, (int?)played.State("tool-1")["input"]!["change_count"]);
        Assert.True(played.State("tool-1")["input"]!["truncated_count"]!.GetValue<long>() > 0);
        Assert.All(played.Events, e => Assert.True(A2AJson.Serialize(e.Event).Length <= 256 * 1024));

        var draft = new TurnEventMapper(Codex.Identity, null);
        draft.Map(Codex.Started(item), Codex.Now);
        var asked = draft.Ask(new FileChangeApprovalRequest("p1"))!;
        Assert.True(Encoding.UTF8.GetByteCount(asked.Details.ToJsonString()) <= 128 * 1024);
    }
}
