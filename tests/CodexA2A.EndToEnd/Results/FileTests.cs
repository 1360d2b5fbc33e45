using System.Text;
using System.Text.Json.Nodes;
using CodexA2A.EndToEnd.Harness;

namespace CodexA2A.EndToEnd.Results;

/// <summary>Files that clients send, on the real Codex: the agent's commands read them, git and the patch of the turn do not see them.</summary>
public sealed class FileTests(SharedStage shared) : IClassFixture<SharedStage>
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private Stage Stage => shared.Stage;

    private string Inbox => Path.Combine(Stage.Folder.Workspace, ".a2a", "inbox");

    [Fact]
    public async Task The_agent_reads_what_was_sent_and_later_turns_do_too()
    {
        var context = Guid.NewGuid().ToString();
        var task = await Stage.Client.SendAsync(Send("#shell\ncat .a2a/inbox/*/*/\"List_1.csv\"; echo changed > made.txt; exit 0", context, File("a,b\n1,2\n", "text/csv", "../List 1.csv"), File("%PDF-1.7", "application/pdf", null)), Token);
        Assert.True(task.Status.State == TaskState.Completed, Loss.Said(task));
        Assert.Contains("a,b", Ledger.Text(task), StringComparison.Ordinal);

        var told = Stage.Model.Requests[^1].Body.GetRawText();
        Assert.Contains($"{task.Id}/List_1.csv (text/csv, 8 bytes)", told, StringComparison.Ordinal);
        Assert.Contains($"{task.Id}/file.pdf (application/pdf, 8 bytes)", told, StringComparison.Ordinal);
        var patch = task.Artifacts!.Single(artifact => artifact.Name == "diff");
        Assert.Contains("made.txt", patch.Parts[0].Text!, StringComparison.Ordinal);
        Assert.DoesNotContain(".a2a", patch.Parts[0].Text! + patch.Parts[^1].Data!.Value.GetRawText(), StringComparison.Ordinal);

        var later = await Stage.Client.SendAsync(A2AHttp.Message($"#shell\ncat .a2a/inbox/*/{task.Id}/List_1.csv; git status --porcelain --untracked-files=all; exit 0", context), Token);
        Assert.Contains("a,b", Ledger.Text(later), StringComparison.Ordinal);
        Assert.DoesNotContain("?? .a2a", Ledger.Text(later), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_picture_that_it_looks_at_comes_as_a_file()
    {
        var dot = Convert.FromBase64String("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==");
        await System.IO.File.WriteAllBytesAsync(Path.Combine(Stage.Folder.Workspace, "dot.png"), dot, Token);
        var task = await Stage.Client.SendAsync(A2AHttp.Message("#call name=view_image\n{\"path\":\"dot.png\"}"), Token);
        Assert.True(task.Status.State == TaskState.Completed, Loss.Said(task));
        var part = Assert.Single(Assert.Single(task.Artifacts!, artifact => artifact.Name == "image").Parts);
        Assert.Equal(("image/png", "dot.png"), (part.MediaType, part.Filename));
        Assert.Equal(dot, part.Raw!.Value.ToArray());
    }

    [Fact]
    public async Task A_turn_in_a_folder_below_is_told_the_way_there()
    {
        Directory.CreateDirectory(Path.Combine(Stage.Folder.Workspace, "sub", "deep"));
        var message = Send("#echo", null, File("hello", "text/plain", "note.txt"));
        message["metadata"] = new JsonObject { ["codex"] = new JsonObject { ["directory"] = "sub/deep" } };
        var task = await Stage.Client.SendAsync(message, Token);
        var said = Stage.Model.Requests[^1].Body.GetRawText();
        var path = said[said.IndexOf("../../.a2a/inbox/", StringComparison.Ordinal)..].Split(' ')[0];
        Assert.Equal("hello", await System.IO.File.ReadAllTextAsync(Path.Combine(Stage.Folder.Workspace, "sub", "deep", path), Token));
        Assert.EndsWith($"{task.Id}/note.txt", path, StringComparison.Ordinal);
    }

    [Fact]
    public async Task They_are_forgotten_with_their_context()
    {
        var task = await Stage.Client.SendAsync(Send("#text", "ctx-files", File("hello", "text/plain", "note.txt")), Token);
        var folder = Directory.GetDirectories(Inbox, task.Id, SearchOption.AllDirectories).Single();
        var proof = await Stage.Client.CallAsync("codex.sessions.forget", new JsonObject { ["contextId"] = "ctx-files" }, Token);
        Assert.True((bool)proof["forgotten"]!, proof.ToJsonString());
        Assert.False(Directory.Exists(Path.GetDirectoryName(folder)));
    }

    [Fact]
    public async Task A_message_that_joins_a_turn_brings_files()
    {
        var gate = Stage.Model.Gate("joined");
        var task = await Stage.Client.SendAsync(A2AHttp.Message("#text tokens=4 gate=joined at=2", returnImmediately: true), Token);
        await gate.WaitUntilReachedAsync(Token);
        var more = Send("#echo", null, File("hello", "text/plain", "note.txt"));
        more["message"]!["taskId"] = task.Id;
        more["metadata"] = new JsonObject { ["codex"] = new JsonObject { ["when_busy"] = "steer" } };
        more["configuration"]!["returnImmediately"] = true;
        await Stage.Client.SendAsync(more, Token);
        gate.Open();
        var ended = await Stage.Client.EndAsync(task.Id, Token);
        Assert.True(ended.Status.State == TaskState.Completed, Loss.Said(ended));
        var note = Directory.GetFiles(Inbox, "note.txt", SearchOption.AllDirectories).Single(path => path.Contains(task.Id, StringComparison.Ordinal));
        Assert.Equal("hello", await System.IO.File.ReadAllTextAsync(note, Token));
        Assert.Contains($"{Path.GetFileName(Path.GetDirectoryName(note))}/note.txt (text/plain, 5 bytes)", Stage.Model.Requests[^1].Body.GetRawText(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_skill_is_found_by_its_name_and_a_mention_by_its_path()
    {
        var skill = Directory.CreateDirectory(Path.Combine(Stage.Folder.Workspace, ".agents", "skills", "wave")).FullName;
        await System.IO.File.WriteAllTextAsync(Path.Combine(skill, "SKILL.md"), "---\nname: wave\ndescription: Waves.\n---\nAlways wave with the heronflag.\n", Token);
        await System.IO.File.WriteAllTextAsync(Path.Combine(Stage.Folder.Workspace, "read.me"), "x", Token);
        var task = await Stage.Client.SendAsync(Send("#text\nDone.", null, Data("""{"type":"skill","name":"wave"}"""), Data("""{"type":"mention","name":"read","path":"read.me"}""")), Token);
        Assert.True(task.Status.State == TaskState.Completed, Loss.Said(task));
        var told = Stage.Model.Requests[^1].Body.GetRawText();
        Assert.Contains("$wave", told, StringComparison.Ordinal);
        Assert.Contains("heronflag", told, StringComparison.Ordinal);
        Assert.Contains("@read.me", told, StringComparison.Ordinal);

        var before = Stage.Model.Requests.Count;
        var unknown = await Stage.Client.SendAsync(Send("#text", null, Data("""{"type":"skill","name":"no-such"}""")), Token);
        Assert.Equal((TaskState.Failed, "SKILL_UNKNOWN"), (unknown.Status.State, Loss.Code(unknown)));
        Assert.Contains("wave", Loss.Said(unknown), StringComparison.Ordinal);
        Assert.Equal(before, Stage.Model.Requests.Count);
    }

    private static JsonObject Send(string text, string? context, params JsonObject[] parts)
    {
        var message = A2AHttp.Message(text, context);
        foreach (var part in parts)
        {
            message["message"]!["parts"]!.AsArray().Add((JsonNode)part);
        }

        return message;
    }

    private static JsonObject File(string text, string type, string? name) =>
        new() { ["raw"] = Convert.ToBase64String(Encoding.UTF8.GetBytes(text)), ["mediaType"] = type, ["filename"] = name };

    private static JsonObject Data(string json) => new() { ["data"] = JsonNode.Parse(json) };
}
