using System.Text.Json.Nodes;
using CodexA2A.Api.Tests.Support;
using CodexA2A.Protocol.Json;
using CodexA2A.Tasks;
using Microsoft.Extensions.DependencyInjection;

namespace CodexA2A.Api.Tests.Extensions;

/// <summary>Commands of callers as the predecessor's clients ask for them; the test is the runner.</summary>
public sealed class ExecMethodTests
{
    private static readonly RunnerIdentity Runner = new("runner-of-tests", "home-of-tests");

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_start_is_a_task_in_a_context_of_its_own_with_the_words_of_the_command()
    {
        await using var host = await StartAsync();
        var answer = await host.CallAsync(ExecCalls.Start("mine", ("arguments", "a 'b c'"), ("rows", 24), ("cols", 80), ("timeoutMs", 500), ("output_bytes_cap", 1000)));

        var taskId = (string)answer.Result!["task_id"]!;
        Assert.Equal(new JsonObject { ["ok"] = true, ["task_id"] = taskId, ["context_id"] = "codex.exec:mine", ["process_id"] = "mine" }.ToJsonString(), answer.Result!.ToJsonString());
        var (lease, run) = await ClaimAsync(host);
        Assert.Equal((taskId, "mine", true, 24, 80, 1000L, 500L), (run.TaskId, run.ProcessId, run.Tty, run.Rows, run.Cols, run.OutputBytesCap, run.TimeoutMs));
        Assert.Equal(["sh", "-c", "echo hi", "a", "b c"], run.Command);
        var task = A2AJson.Deserialize<AgentTask>((await host.Log.ReadAsync(lease.Owner, taskId, Token))!.Snapshot.Json.Span);
        Assert.Equal("sh -c 'echo hi' a 'b c'", Assert.Single(task.History!).Parts[0].Text);
        var exec = task.Metadata!["codex"]!["exec"]!;
        Assert.Equal(("mine", "sh -c 'echo hi' a 'b c'", "queued", true), ((string?)exec["process_id"], (string?)exec["command"], (string?)exec["phase"], (bool)exec["tty"]!));
    }

    [Fact]
    public async Task Without_a_name_it_gets_one_that_nobody_guesses_and_a_key_finds_it_again()
    {
        await using var host = await StartAsync();
        var names = new HashSet<string>();
        for (var i = 0; i < 3; i++)
        {
            Assert.True(names.Add((string)(await host.CallAsync(ExecCalls.Start(null))).Result!["process_id"]!));
        }

        Assert.All(names, name => Assert.Matches("^exec-[0-9a-f]{32}$", name));
        var keyed = ExecCalls.Start(null).WithHeader("Idempotency-Key", "once");
        var first = (await host.CallAsync(keyed)).Result!.ToJsonString();
        Assert.Equal(first, (await host.CallAsync(keyed)).Result!.ToJsonString());
        Assert.Equal("Idempotency-Key", (await host.CallAsync(ExecCalls.Start(null, ("arguments", "other")).WithHeader("Idempotency-Key", "once"))).Field);
        Assert.NotEqual(first, (await host.CallAsync(keyed with { Token = ExecCalls.Dave })).Result!.ToJsonString());
    }

    [Fact]
    public async Task What_is_not_said_of_limits_is_the_service_that_says_it()
    {
        await using var host = await StartAsync();
        await host.CallAsync(ExecCalls.Start("mine", ("tty", false), ("disable_output_cap", true), ("disable_timeout", true)));
        var (_, run) = await ClaimAsync(host);
        Assert.Equal((false, 64L * 1024 * 1024, null), (run.Tty, run.OutputBytesCap, run.TimeoutMs));
    }

    [Fact]
    public async Task What_is_done_to_it_goes_to_the_owner_of_its_session_and_its_answer_comes_back()
    {
        await using var host = await StartAsync();
        await host.CallAsync(ExecCalls.Start());
        var (lease, run) = await ClaimAsync(host);
        var commands = host.Queue.ReadCommandsAsync(lease, lease.Cursor, Token).GetAsyncEnumerator(Token);
        Assert.True(await commands.MoveNextAsync());
        foreach (var (call, expected) in new[]
        {
            (ExecCalls.Drive("write", "mine", ("delta_base64", "aGk="), ("closeStdin", true)), ("write", "aGk=", true, 0, 0)),
            (ExecCalls.Drive("resize", "mine", ("rows", 5), ("cols", 6)), ("resize", null, false, 5, 6)),
            (ExecCalls.Drive("terminate"), ("terminate", (string?)null, false, 0, 0)),
        })
        {
            var answering = host.CallAsync(call);
            Assert.True(await commands.MoveNextAsync().WithLimitAsync("A command"));
            var drive = Assert.IsType<DriveExec>(commands.Current.Command);
            Assert.Equal((run.TaskId, "mine"), (drive.TaskId, drive.ProcessId));
            Assert.Equal(expected, (drive.Action, drive.DeltaBase64, drive.CloseStdin, drive.Rows, drive.Cols));
            await host.Services.GetRequiredService<IControlCalls>().ReplyAsync(drive.ReplyTo!, ControlReply.Of(new JsonObject { ["process_id"] = "mine" }), Token);
            Assert.Equal("""{"ok":true,"process_id":"mine"}""", (await answering).Result!.ToJsonString());
        }

        await commands.DisposeAsync();
    }

    [Fact]
    public async Task A_context_of_that_name_that_runs_no_command_is_none()
    {
        await using var host = await StartAsync();
        await host.CallAsync(Call.Send("hello", contextId: "codex.exec:mine").At(immediately: true) with { Token = ExecCalls.Carol });
        Assert.Equal("EXEC_SESSION_NOT_FOUND", (await host.CallAsync(ExecCalls.Drive("terminate"))).Reason);
    }

    [Theory]
    [InlineData("basic", true)]
    [InlineData("bearer", false)]
    public async Task A_basic_credential_that_lists_nothing_has_the_capability_and_a_bearer_one_has_not(string scheme, bool may)
    {
        var item = scheme == "basic"
            ? """{"scheme":"basic","username":"erin","password":"erin-password"}"""
            : """{"scheme":"bearer","principal":"erin","token":"erin-secret-token"}""";
        await using var host = await ApiHost.StartAsync(new() { ["A2A:EnableExecControl"] = "true", ["A2A:StaticAuthCredentials"] = $"[{item}]" });
        var call = scheme == "basic"
            ? ExecCalls.Start().WithHeader("Authorization", "Basic " + Convert.ToBase64String("erin:erin-password"u8)) with { Token = null! }
            : ExecCalls.Start() with { Token = "erin-secret-token" };
        Assert.Equal(may ? null : "AUTHORIZATION_FORBIDDEN", (await host.CallAsync(call)).Reason);
    }

    private static Task<ApiHost> StartAsync() => ApiHost.StartAsync(ExecCalls.Settings.ToDictionary(one => one.Item1, one => (string?)one.Item2));

    private static async Task<(SessionLease Lease, RunExec Run)> ClaimAsync(ApiHost host)
    {
        var lease = (await host.Queue.TryClaimAsync(Runner, Token))!;
        return (lease, Assert.IsType<RunExec>((await host.Queue.GetCommandAsync(lease, lease.Cursor + 1, Token))!.Command));
    }
}
