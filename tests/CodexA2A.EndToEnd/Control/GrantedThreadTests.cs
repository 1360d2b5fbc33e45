using System.Diagnostics;
using System.Text.Json.Nodes;
using CodexA2A.EndToEnd.Harness;

namespace CodexA2A.EndToEnd.Control;

/// <summary>A conversation that somebody began with <c>codex exec</c> goes on over A2A for whom an admin gives it to, and for nobody else.</summary>
public sealed class GrantedThreadTests
{
    private const string Alice = "alice-token-0123456789";
    private const string Root = "admin-token-0123456789";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_thread_of_a_terminal_is_granted_and_goes_on()
    {
        await using var stage = await Stage.StartAsync(
            new Dictionary<string, string?>
            {
                ["A2A__StaticAuthCredentials"] = $$"""
                    [{"scheme":"bearer","principal":"alice","token":"{{Alice}}"},
                     {"scheme":"bearer","principal":"root","token":"{{Root}}","capabilities":["admin"]}]
                    """,
            },
            cancellationToken: Token);
        var thread = await ExecAsync(stage.Folder);
        using var alice = new A2AHttp(stage.Service.Address, Alice);
        using var root = new A2AHttp(stage.Service.Address, Root);
        var unknown = await alice.RawAsync("codex.threads.read", new JsonObject { ["thread_id"] = thread }, Token);
        Assert.Equal("THREAD_NOT_FOUND", Reason(unknown));

        var granted = await root.CallAsync("codex.threads.grant", new JsonObject { ["thread_id"] = thread, ["principal"] = "alice" }, Token);

        var context = (string)granted["context_id"]!;
        var task = await alice.SendAsync(A2AHttp.Message("#text\nheron", context), Token);
        Assert.True(task.Status.State == TaskState.Completed, stage.Service.Output);
        Assert.Equal(thread, Loss.Session(task));
        var said = await alice.CallAsync("codex.sessions.messages.list", new JsonObject { ["session_id"] = thread }, Token);
        Assert.Equal(["#text\nstork", "stork", "#text\nheron", "heron"], said["items"]!.AsArray().Select(message => (string)message!["parts"]![0]!["text"]!));

        var own = Loss.Session(await alice.SendAsync(A2AHttp.Message("#text\nmine", "ctx-own"), Token));
        Assert.Equal("THREAD_OWNED", Reason(await root.RawAsync("codex.threads.grant", new JsonObject { ["thread_id"] = own, ["principal"] = "root" }, Token)));
        Assert.Equal("THREAD_GONE", Reason(await root.RawAsync("codex.threads.grant", new JsonObject { ["thread_id"] = Guid.CreateVersion7().ToString(), ["principal"] = "root" }, Token)));
    }

    private static string? Reason(JsonNode answer) => (string?)answer["error"]?["data"]?[0]?["reason"];

    /// <summary>One turn at a terminal; the thread's id.</summary>
    private static async Task<string> ExecAsync(TestFolder folder)
    {
        var start = new ProcessStartInfo(Places.Codex, ["exec", "--json", "--skip-git-repo-check", "#text\nstork"])
        {
            WorkingDirectory = folder.Workspace,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["CODEX_HOME"] = folder.CodexHome;
        using var codex = Process.Start(start)!;
        codex.StandardInput.Close();
        var errors = codex.StandardError.ReadToEndAsync(Token);
        var printed = await codex.StandardOutput.ReadToEndAsync(Token);
        await codex.WaitForExitAsync(Token);
        Assert.True(codex.ExitCode == 0, $"{printed}\n{await errors}");
        return printed.Split('\n').Where(line => line.StartsWith('{')).Select(line => (string?)JsonNode.Parse(line)!["thread_id"]).OfType<string>().First();
    }
}
