using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using CodexA2A.EndToEnd.Harness;

namespace CodexA2A.EndToEnd.Results;

/// <summary>The patch of a turn of the real Codex: applied with <c>git apply</c> to a clone of the base it gives the same tree.</summary>
public sealed class PatchTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("#patch\n*** Begin Patch\n*** Add File: new dir/né\"w.txt\n+hello\n*** Delete File: gone.txt\n*** Update File: a.txt\n*** Move to: b.txt\n@@\n one\n-two\n+TWO\n*** End Patch")]
    [InlineData("#shell\nprintf 'one\\r\\nTWO' > a.txt; rm gone.txt; printf '\\000\\001' > bin.dat; chmod +x run.sh; mkdir -p s/t; echo x > s/t/new.txt")]
    [InlineData("#demo")]
    [InlineData("#code\nawait tools.exec_command({cmd: \"echo by command >> a.txt\"}); await tools.apply_patch(\"*** Begin Patch\\n*** Add File: c.txt\\n+by patch\\n*** End Patch\\n\"); text(\"done\");", "scripted-code")]
    public async Task It_makes_the_same_tree_of_the_base(string message, string model = "scripted")
    {
        await using var stage = await Stage.StartAsync(new Dictionary<string, string?> { ["Codex__Model"] = model }, cancellationToken: Token);
        var commit = Begin(stage.Folder.Workspace);
        var events = await stage.Client.CollectAsync(A2AHttp.Message(message), Token);
        Ledger.Check(events);
        var task = Ledger.Fold(events);
        Assert.True(task.Status.State == TaskState.Completed, stage.Service.Output);

        var (patch, manifest) = Results(task);
        Assert.Equal((true, commit, false), ((bool)manifest["complete"]!, (string?)manifest["base_commit"], (bool)manifest["base_dirty"]!));
        var clone = Repositories.CloneAndApply(stage.Folder.Workspace, patch);
        Assert.Equal(Repositories.Tree(stage.Folder.Workspace), Repositories.Tree(clone));
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(patch))), (string?)manifest["patch_sha256"]);
        foreach (var file in manifest["files"]!.AsArray())
        {
            var path = Path.Combine(stage.Folder.Workspace, (string)file!["path"]!);
            Assert.Equal(File.Exists(path) ? Convert.ToHexStringLower(SHA256.HashData(await File.ReadAllBytesAsync(path, Token))) : null, (string?)file["after_sha256"]);
        }

        Assert.Equal(patch, Results(await stage.Client.GetTaskAsync(task.Id, Token)).Patch);
        await NothingIsKeptAsync(stage);
    }

    [Fact]
    public async Task A_turn_that_is_cut_off_keeps_its_beginning()
    {
        await using var stage = await Stage.StartAsync(
            new Dictionary<string, string?> { ["Runner__AfterLoss"] = "continue" }, script: "run echo before >> a.txt\ngate middle\nanswer Done.\n", cancellationToken: Token);
        Begin(stage.Folder.Workspace);
        var gate = stage.Model.Gate("middle");
        var id = await Loss.UntilAsync(stage, "#script", Loss.Artifact("tool", ended: true));
        await gate.WaitUntilReachedAsync(Token);
        await Loss.RestartAsync(stage);
        gate.Open();
        var ended = await stage.Client.EndAsync(id, Token);
        var (patch, manifest) = Results(ended);
        Assert.True((bool)manifest["complete"]!, manifest.ToJsonString());
        Assert.Contains("+before", patch, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Text_alone_leaves_none()
    {
        await using var stage = await Stage.StartAsync(cancellationToken: Token);
        var task = await stage.Client.SendAsync(A2AHttp.Message("#text"), Token);
        Assert.DoesNotContain(task.Artifacts!, artifact => artifact.Name == "diff");
        await NothingIsKeptAsync(stage);
    }

    /// <summary>It goes when the end of the task is stored, which a client may hear of before.</summary>
    private static Task NothingIsKeptAsync(Stage stage) => Waiting.ForAsync(
        () => !Directory.EnumerateFileSystemEntries(Path.Combine(stage.Folder.CodexHome, "a2a-patches")).Any(), Token);

    private static string Begin(string folder)
    {
        File.WriteAllText(Path.Combine(folder, "a.txt"), "one\ntwo\n");
        File.WriteAllText(Path.Combine(folder, "gone.txt"), "bye\n");
        File.WriteAllText(Path.Combine(folder, "run.sh"), "#!/bin/sh\n");
        return Repositories.Commit(folder);
    }

    private static (string Patch, JsonNode Manifest) Results(AgentTask task)
    {
        var artifact = Assert.Single(task.Artifacts!, artifact => artifact.Name == "diff");
        Assert.All(artifact.Parts.SkipLast(1), part => Assert.Equal("text/x-diff", part.MediaType));
        return (string.Concat(artifact.Parts.Select(part => part.Text)), JsonNode.Parse(artifact.Parts[^1].Data!.Value.GetRawText())!);
    }
}
