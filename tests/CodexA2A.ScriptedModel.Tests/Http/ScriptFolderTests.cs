using System.Net;
using CodexA2A.ScriptedModel.Scripts;

namespace CodexA2A.ScriptedModel.Tests.Http;

public sealed class ScriptFolderTests : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("codex-a2a-");

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_script_is_played_round_by_round()
    {
        await using var server = await StartAsync(("greet", "delay 0\nthink Hm.\nrun id -un\ncomment You said {message}.\ngate here\nwait 1\nanswer It printed {output}."));
        using var client = new ModelClient(server.BaseAddress);

        var first = await client.AskAsync("#greet", Cancel);
        Assert.Equal(["reasoning", "function_call"], first.Done().Select(Events.Type));

        var running = await client.AskAsync(Request.Of(Request.User("#greet"), Request.Output("Process running with session ID 7")), Cancel);
        Assert.Equal("write_stdin", Assert.Single(running.Calls()).Name);

        var second = await client.AskAsync(
            Request.Of(Request.User("#greet"), Request.Output("Process running with session ID 7"), Request.CommandOutput("root")), Cancel);
        Assert.Equal("You said #greet.It printed root.", second.Text());
        Assert.Equal(["commentary", "final_answer"], second.Done().Select(item => item["phase"]!.GetValue<string>()));
    }

    [Theory]
    [InlineData("patch\n  *** Begin Patch\n  *** Delete File: a\n  *** End Patch", "apply_patch")]
    [InlineData("ask Which? | A | B", "request_user_input")]
    [InlineData("call view_image {\"path\":\"a.png\"}", "view_image")]
    [InlineData("escalate reboot", "exec_command")]
    [InlineData("code text(1)", "exec")]
    public async Task Every_tool_can_be_called(string line, string tool)
    {
        await using var server = await StartAsync(("tool", line + "\nsay Done."));
        using var client = new ModelClient(server.BaseAddress);
        Assert.Equal(tool, Assert.Single((await client.AskAsync("#tool", Cancel)).Calls()).Name);
        Assert.Equal("Done.", (await client.AskAsync(Request.Of(Request.User("#tool"), Request.Output("ok")), Cancel)).Text());
    }

    [Fact]
    public async Task Faults_can_be_scripted()
    {
        await using var server = await StartAsync(
            ("once", "say half\nend once\nsay whole at try {try}"), ("failing", "raw : comment\nfail slow_down"), ("bad", "error 503"), ("broken", "cut"));
        using var client = new ModelClient(server.BaseAddress);

        Assert.Equal("response.output_item.done", (await client.AskAsync("#once", Cancel))[^1].Type());
        Assert.Equal("halfwhole at try 2", (await client.AskAsync("#once", Cancel)).Text());
        Assert.Equal("response.failed", (await client.AskAsync("#failing", Cancel))[^1].Type());
        using var bad = await client.SendAsync(Request.Of("#bad"), Cancel);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, bad.StatusCode);
        await Assert.ThrowsAnyAsync<IOException>(() => client.AskAsync("#broken", Cancel));
    }

    [Fact]
    public async Task A_script_can_be_the_default()
    {
        await File.WriteAllTextAsync(Path.Combine(folder.FullName, "mine.script"), "say Mine.", Cancel);
        var options = new ScriptedModelOptions { ScriptFolder = folder.FullName, DefaultScenario = "mine" };
        await using var server = await ScriptedModelServer.StartAsync(options, Cancel);
        using var client = new ModelClient(server.BaseAddress);
        Assert.Equal("Mine.", (await client.AskAsync("Anything.", Cancel)).Text());
    }

    [Theory]
    [InlineData("demo", "say x", "demo.script:0: There is a scenario 'demo' already; give the file another name.")]
    [InlineData("mine", "say x\nnonsense", "mine.script:2: 'nonsense' is no instruction.")]
    public async Task A_bad_file_stops_the_start(string name, string text, string message)
    {
        var error = await Assert.ThrowsAsync<ScriptFormatException>(() => StartAsync((name, text)));
        Assert.StartsWith(message, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_missing_folder_or_default_stops_the_start()
    {
        await Assert.ThrowsAsync<DirectoryNotFoundException>(() => ScriptedModelServer.StartAsync(
            new ScriptedModelOptions { ScriptFolder = Path.Combine(folder.FullName, "none") }, Cancel));
        await Assert.ThrowsAsync<ArgumentException>(() => ScriptedModelServer.StartAsync(
            new ScriptedModelOptions { DefaultScenario = "none" }, Cancel));
    }

    public void Dispose() => folder.Delete(recursive: true);

    private async Task<ScriptedModelServer> StartAsync(params (string Name, string Text)[] files)
    {
        foreach (var (name, text) in files)
        {
            await File.WriteAllTextAsync(Path.Combine(folder.FullName, name + ".script"), text, Cancel);
        }

        return await ScriptedModelServer.StartAsync(new ScriptedModelOptions { ScriptFolder = folder.FullName }, Cancel);
    }
}
