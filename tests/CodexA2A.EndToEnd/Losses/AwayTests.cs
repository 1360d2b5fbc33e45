using System.Text.Json.Nodes;
using CodexA2A.EndToEnd.Harness;
using CodexA2A.ScriptedModel.Codex;

namespace CodexA2A.EndToEnd.Losses;

/// <summary>A session whose home is away, or whose thread another process holds (contracts.md §6).</summary>
public sealed class AwayTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Of_a_home_that_stays_away_the_running_task_fails_and_the_next_message_starts_a_new_thread()
    {
        await using var stage = await Stage.StartAsync(script: "comment First.\ngate more\nanswer Never said.\n", cancellationToken: Token);
        var gate = stage.Model.Gate("more");
        var id = await Loss.UntilAsync(stage, "#script", Loss.Artifact("commentary", ended: true));
        await gate.WaitUntilReachedAsync(Token);
        await stage.Service.KillAsync(Token, withCodex: true);

        var other = Directory.CreateDirectory(Path.Combine(stage.Folder.CodexHome, "..", "other-home")).FullName;
        await CodexConfig.For(stage.Model, other).WriteHomeAsync(other, Token);
        await using var service = new ServiceProcess(
            stage.Folder, new Dictionary<string, string?> { ["Codex__Home"] = other, ["A2A__Seam__HomeAbsence"] = "00:00:01" });
        await service.StartAsync(Token);
        using var client = new A2AHttp(service.Address);
        var ended = await client.EndAsync(id, Token);

        Assert.True((TaskState.Failed, "THREAD_UNREACHABLE") == (ended.Status.State, Loss.Code(ended)), $"{ended.Status} {ended.Metadata}\n{service.Output}");
        Assert.NotEmpty(ended.Status.Message!.Parts[0].Text!);
        var next = await client.SendAsync(A2AHttp.Message("#text\nGoing on.", ended.ContextId), Token);
        Assert.Equal("Going on.", Ledger.Text(next));
        Assert.NotEqual(Loss.Session(ended), Loss.Session(next));
        Assert.Contains("no longer has the earlier conversation", Loss.Said(next), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_thread_that_another_process_works_in_fails_the_turn_and_is_gone_on_with_when_it_is_free()
    {
        await using var stage = await Stage.StartAsync(
            new Dictionary<string, string?> { ["Runner__LockTimeout"] = "00:00:02" }, script: "comment I hold it.\ngate more\n", cancellationToken: Token);
        var gate = stage.Model.Gate("more");
        var first = await stage.Client.SendAsync(A2AHttp.Message("#text\nThe word is heron.", "ctx-held"), Token);
        await stage.Service.KillAsync(Token, withCodex: true);

        // Another service, with a copy of what this one knows.
        var others = Directory.CreateDirectory(Path.Combine(stage.Folder.Data, "..", "other-data")).FullName;
        foreach (var file in Directory.EnumerateFiles(stage.Folder.Data))
        {
            File.Copy(file, Path.Combine(others, Path.GetFileName(file)));
        }

        await using var other = new ServiceProcess(stage.Folder, new Dictionary<string, string?> { ["A2A__DataDirectory"] = others });
        await other.StartAsync(Token);
        using var client = new A2AHttp(other.Address);
        // In another context, so that it is the thread that is held, not the session.
        var holding = A2AHttp.Message("#script", "ctx-holds", returnImmediately: true);
        holding["message"]!["metadata"] = new JsonObject { ["shared"] = new JsonObject { ["session"] = new JsonObject { ["id"] = Loss.Session(first) } } };
        await client.SendAsync(holding, Token);
        await gate.WaitUntilReachedAsync(Token);

        await stage.Service.StartAsync(Token);
        var locked = await stage.Client.SendAsync(A2AHttp.Message("#history", "ctx-held"), Token);
        Assert.True((TaskState.Failed, "THREAD_LOCKED") == (locked.Status.State, Loss.Code(locked)), $"{locked.Status} {locked.Metadata}\n{stage.Service.Output}");

        await other.KillAsync(Token, withCodex: true);
        var free = await stage.Client.SendAsync(A2AHttp.Message("#history", "ctx-held"), Token);
        Assert.True(free.Status.State == TaskState.Completed, $"{free.Status} {free.Metadata}\n{stage.Service.Output}");
        Assert.Equal(Loss.Session(first), Loss.Session(free));
        Assert.Contains("heron", Ledger.Text(free), StringComparison.Ordinal);
        Assert.Contains("#script", Ledger.Text(free), StringComparison.Ordinal);
    }
}
