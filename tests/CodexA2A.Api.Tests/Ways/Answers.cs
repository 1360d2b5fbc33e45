using System.Text.Json.Nodes;
using CodexA2A.Api.Tests.Support;

namespace CodexA2A.Api.Tests.Ways;

/// <summary>Turns that say more than text.</summary>
internal static class Answers
{
    private static readonly JsonObject Metadata = new() { ["codex"] = new JsonObject { ["item_id"] = "item-1", ["n"] = 1.25, ["none"] = null, ["list"] = new JsonArray(false, 0, "") } };

    /// <summary>What every wire carries.</summary>
    public static IReadOnlyList<Artifact> Common { get; } =
    [
        new Artifact { ArtifactId = "answer-1", Name = "answer", Description = "Said.", Parts = [Part.FromText("ä 漢 🦊 \u0001\n")], Metadata = Metadata },
        new Artifact { ArtifactId = "tool-1", Name = "tool", Parts = [Data("""{"kind":"state","a":[1,null,{"b":2.5}],"c":{}}""")], Extensions = ["urn:one", "urn:two"] },
        new Artifact { ArtifactId = "plan-1", Parts = [Part.FromText(""), Part.FromText("two"), Part.FromUrl("https://example.org/a.png") with { MediaType = "image/png" }] },
        new Artifact { ArtifactId = "result-1", Parts = [Part.FromRaw("some bytes"u8.ToArray()) with { MediaType = "text/plain" }] },
    ];

    /// <summary>And what 0.3 has no members for.</summary>
    public static IReadOnlyList<Artifact> Everything { get; } =
    [
        .. Common,
        new Artifact
        {
            ArtifactId = "diff-1",
            Parts =
            [
                Part.FromText("# title") with { MediaType = "text/markdown", Filename = "a.md" },
                Data("[1,2]"),
                Data("\"word\""),
                Part.FromRaw("bytes"u8.ToArray()) with { MediaType = "text/plain", Filename = "b.txt", Metadata = new JsonObject { ["of"] = "part" } },
            ],
        },
    ];

    /// <summary>Plays a whole turn with the artifacts, and ends it.</summary>
    public static async Task PlayAsync(ScriptedTurn turn, IReadOnlyList<Artifact> artifacts)
    {
        await using var ended = turn;
        await turn.StatusAsync(TaskState.Working, "Thinking…");
        foreach (var artifact in artifacts)
        {
            await turn.ArtifactAsync(artifact, metadata: new JsonObject { ["at"] = artifact.ArtifactId });
        }

        await turn.TextAsync("and more");
        await turn.StatusAsync(TaskState.Completed, "Done.");
    }

    private static Part Data(string json) => Part.FromData(JsonNode.Parse(json)!);
}
