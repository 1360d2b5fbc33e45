using System.Diagnostics;
using System.Globalization;
using CodexA2A.Runner.AppServer;
using CodexA2A.Runner.AppServer.Protocol;

namespace CodexA2A.Runner.Tests.AppServer;

/// <summary>Everything a Codex can do wrong, through a real process; after each, the next turn works.</summary>
public sealed class FaultTests
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_turn_streams()
    {
        await using var codex = await TestCodex.StartAsync();
        await ExpectTurnAsync(codex);
    }

    [Theory]
    [InlineData("die-in-line", nameof(DeathReason.Exited), 1, null, "in the middle of a line")]
    [InlineData("die-after-turn-start", nameof(DeathReason.Exited), 1, null, "closed its output")]
    [InlineData("killed", nameof(DeathReason.Exited), null, 9, "")]
    [InlineData("long-line", nameof(DeathReason.LineTooLong), null, 9, "33554432 bytes (Codex:MaxLineBytes)")]
    [InlineData("garbage-for-ever", nameof(DeathReason.Garbage), null, 9, "100 lines in a row")]
    [InlineData("close-output", nameof(DeathReason.OutputClosed), null, 9, "went on running")]
    public async Task A_process_that_fails_in_a_turn_is_certified_and_replaced(string fault, string reason, int? code, int? signal, string detail)
    {
        await using var codex = await TestCodex.StartAsync();
        var client = await codex.Host.GetAsync(Cancelled);
        await using var turn = await TurnDriver.StartAsync(client);
        IReadOnlyList<AppServerMessage> messages;
        try
        {
            messages = await turn.RunAsync($"fault: {fault}");
        }
        catch (AppServerDiedException)
        {
            // It died before the answer to turn/start was read.
            messages = await turn.ReadToEndAsync();
        }

        Assert.True(client.Ended.IsCompleted, "who is failed could be given the dead process again");
        var certificate = Assert.IsType<ProcessDied>(messages[^1]).Certificate;
        Assert.Equal((reason, code, signal), (certificate.Reason.ToString(), certificate.ExitCode, certificate.Signal));
        Assert.Equal((client.Pid, client.Generation), (certificate.Pid, certificate.Generation));
        Assert.Contains(detail, certificate.Detail, StringComparison.Ordinal);
        if (code is not null)
            Assert.Equal(["error: the fake was told to end"], certificate.StderrTail);
        Assert.Same(certificate, await client.Ended.WaitAsync(Cancelled));
        Assert.Equal(certificate, (await Assert.ThrowsAsync<AppServerDiedException>(() => client.ReadAccountAsync(Cancelled))).Certificate);
        Assert.False(await turn.Subscription.Messages.WaitToReadAsync(Cancelled));

        var next = await codex.Host.GetAsync(Cancelled);
        Assert.NotEqual(client.Generation, next.Generation);
        Assert.Null(codex.Host.Find(client.Generation));
        await ExpectTurnAsync(codex);
        Assert.Same(certificate, Assert.Single(codex.Deaths));
    }

    [Fact]
    public async Task A_turn_start_that_is_never_answered_times_out_and_the_next_turn_works()
    {
        await using var codex = await TestCodex.StartAsync(configure: options => options.RequestTimeout = TimeSpan.FromMilliseconds(300));
        await using var turn = await TurnDriver.StartAsync(await codex.Host.GetAsync(Cancelled));
        await Assert.ThrowsAsync<AppServerTimeoutException>(() => turn.SayAsync("fault: turn-start-silent"));
        await ExpectTurnAsync(codex);
    }

    [Fact]
    public async Task Some_garbage_does_no_harm()
    {
        await using var codex = await TestCodex.StartAsync("garbage");
        await ExpectTurnAsync(codex);
        Assert.Contains("no protocol", codex.Log.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Answers_that_come_twice_do_no_harm()
    {
        await using var codex = await TestCodex.StartAsync("duplicate-responses");
        await ExpectTurnAsync(codex);
        await ExpectTurnAsync(codex);
    }

    [Fact]
    public async Task Overload_is_waited_out()
    {
        await using var codex = await TestCodex.StartAsync(configure: options => options.Config["fake.overload"] = "3");
        await ExpectTurnAsync(codex);
    }

    [Fact]
    public async Task A_turn_that_never_ends_can_be_interrupted()
    {
        await using var codex = await TestCodex.StartAsync();
        await using var turn = await TurnDriver.StartAsync(await codex.Host.GetAsync(Cancelled));
        var started = await turn.SayAsync("fault: turn-never-completes");
        await turn.Client.InterruptTurnAsync(turn.ThreadId, started.Id, Cancelled);
        var ended = Assert.IsType<TurnCompletedNotification>((await turn.ReadToEndAsync())[^1]);
        Assert.Equal((started.Id, TurnStatuses.Interrupted), (ended.Turn.Id, ended.Turn.Status));
        var late = await Assert.ThrowsAsync<AppServerRequestException>(() => turn.Client.InterruptTurnAsync(turn.ThreadId, started.Id, Cancelled));
        Assert.True(late.IsNoActiveTurn);
    }

    [Fact]
    public async Task An_interrupt_that_is_ignored_is_seen_by_the_missing_end()
    {
        await using var codex = await TestCodex.StartAsync("ignore-interrupt");
        await using var turn = await TurnDriver.StartAsync(await codex.Host.GetAsync(Cancelled));
        var started = await turn.SayAsync("fault: turn-never-completes");
        await turn.Client.InterruptTurnAsync(turn.ThreadId, started.Id, Cancelled);
        codex.Host.MarkDraining(turn.Client, "it does not stop a turn.");
        await ExpectTurnAsync(codex);
        Assert.False(turn.Client.Ended.IsCompleted);
        await turn.DisposeAsync();
        Assert.Equal(DeathReason.Stopped, (await turn.Client.Ended.WaitAsync(Cancelled)).Reason);
    }

    [Fact]
    public async Task An_approval_is_answered_and_the_turn_goes_on()
    {
        await using var codex = await TestCodex.StartAsync();
        await using var turn = await TurnDriver.StartAsync(await codex.Host.GetAsync(Cancelled));
        await turn.SayAsync("fault: approval");
        var asked = await turn.ReadAsync<CommandApprovalRequest>();
        Assert.True(await turn.Client.RespondAsync(asked, new CommandApprovalResponse(CommandApprovalDecision.Decline), Cancelled));
        Assert.Contains("decline", Said(await turn.ReadToEndAsync()), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_unknown_question_is_refused_and_unknown_news_are_handed_on()
    {
        await using var codex = await TestCodex.StartAsync("unknown-request,unknown-notification");
        await using var turn = await TurnDriver.StartAsync(await codex.Host.GetAsync(Cancelled));
        var messages = await turn.RunAsync("hi");
        Assert.Contains("-32601", Said(messages), StringComparison.Ordinal);
        Assert.Contains(messages, message => message is UnknownNotification { Method: "thread/brandNew" });
        Assert.Contains(messages, message => message is ItemStartedNotification { Item: UnknownItem { Type: "brandNew" } });
        Assert.Contains("thread/brandNew", codex.Log.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_sub_agent_can_be_followed_and_answered()
    {
        await using var codex = await TestCodex.StartAsync();
        await using var turn = await TurnDriver.StartAsync(await codex.Host.GetAsync(Cancelled));
        await using var child = turn.Client.Subscribe("child-thread");
        await turn.SayAsync("fault: child-thread");
        Assert.IsType<TurnStartedNotification>(await child.Messages.ReadAsync(Cancelled));
        var asked = Assert.IsType<FileChangeApprovalRequest>(await child.Messages.ReadAsync(Cancelled));
        await turn.Client.RespondAsync(asked, new FileChangeApprovalResponse(FileChangeDecisions.AcceptForSession), Cancelled);
        Assert.Contains("acceptForSession", Said(await turn.ReadToEndAsync()), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_a_sub_agent_asks_that_nobody_follows_is_refused_at_once_and_the_turn_goes_on()
    {
        await using var codex = await TestCodex.StartAsync();
        await using var turn = await TurnDriver.StartAsync(await codex.Host.GetAsync(Cancelled));
        Assert.Contains("-32601", Said(await turn.RunAsync("fault: child-thread")), StringComparison.Ordinal);
        Assert.Contains("such as a sub-agent's", codex.Log.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_flood_on_stderr_holds_nothing_up_and_only_its_end_is_kept()
    {
        await using var codex = await TestCodex.StartAsync();
        await using var turn = await TurnDriver.StartAsync(await codex.Host.GetAsync(Cancelled));
        Assert.IsType<TurnCompletedNotification>((await turn.RunAsync("fault: stderr-flood"))[^1]);
        await turn.DisposeAsync();
        await ExpectTurnAsync(codex);
        await codex.Host.StopAsync(Cancelled);
        var tail = (await turn.Client.Ended).StderrTail;
        Assert.DoesNotContain(tail, line => line.StartsWith("0:", StringComparison.Ordinal));
        Assert.InRange(tail.Sum(line => line.Length), 1, 128 * 1024);
    }

    [Fact]
    public async Task A_call_that_is_never_answered_brings_a_fresh_process_unless_its_caller_gave_up()
    {
        await using var codex = await TestCodex.StartAsync("silent-when-told", options => options.RequestTimeout = TimeSpan.FromMilliseconds(500));
        var client = await codex.Host.GetAsync(Cancelled);
        await File.WriteAllTextAsync(Path.Combine(codex.Options.Home!, "silent"), "model/list", Cancelled);
        using var impatient = CancellationTokenSource.CreateLinkedTokenSource(Cancelled);
        var given = client.ListModelsAsync(new(), impatient.Token);
        await impatient.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => given);
        Assert.False(client.IsDraining);
        Assert.Same(client, await codex.Host.GetAsync(Cancelled));

        await Assert.ThrowsAsync<AppServerTimeoutException>(() => client.ListModelsAsync(new(), Cancelled));
        Assert.True(client.IsDraining);
        await ExpectTurnAsync(codex);
        Assert.Equal(DeathReason.Stopped, (await client.Ended.WaitAsync(Cancelled)).Reason);
    }

    [Fact]
    public async Task A_process_that_does_not_read_its_input_is_killed()
    {
        await using var codex = await TestCodex.StartAsync("stop-reading", options => options.RequestTimeout = TimeSpan.FromMilliseconds(500));
        var health = codex.Host.Health;
        var client = await codex.Host.GetAsync(Cancelled);
        var big = new string('x', 1_000_000);
        await Assert.ThrowsAnyAsync<AppServerException>(() => client.StartThreadAsync(new ThreadStartParams { DeveloperInstructions = big }, Cancelled));
        Assert.Equal(DeathReason.InputBlocked, (await client.Ended.WaitAsync(Cancelled)).Reason);
        Assert.False(health.Ready);
    }

    [Fact]
    public async Task A_process_that_will_not_end_is_killed_with_its_children()
    {
        await using var codex = await TestCodex.StartAsync("ignore-end,spawn-child");
        var client = await codex.Host.GetAsync(Cancelled);
        await codex.Host.StopAsync(Cancelled);
        var certificate = await client.Ended;
        Assert.Equal((DeathReason.Stopped, 9), (certificate.Reason, certificate.Signal));
        var child = int.Parse(certificate.StderrTail.Single(line => line.StartsWith("child ", StringComparison.Ordinal))[6..], CultureInfo.InvariantCulture);
        Assert.True(IsGone(child), $"The child {child} is still alive.");
    }

    [Fact]
    public async Task The_child_sees_only_what_it_may_and_starts_in_an_empty_folder()
    {
        await using var codex = await TestCodex.StartAsync("print-environment");
        var client = await codex.Host.GetAsync(Cancelled);
        await codex.Host.StopAsync(Cancelled);
        var said = (await client.Ended).StderrTail;
        Assert.Contains($"env CODEX_HOME={codex.Options.Home}", said);
        Assert.Contains("arg features.shell_snapshot=false", said);
        Assert.Contains($"cwd {codex.Root}/data/codex-cwd", said);
        var names = said.Where(line => line.StartsWith("env ", StringComparison.Ordinal)).Select(line => line[4..line.IndexOf('=', StringComparison.Ordinal)]);
        Assert.All(names, name => Assert.Matches("^(PATH|HOME|USER|LANG|LC_.*|TZ|TMPDIR|CODEX_A2A_PROCESS|SSL_CERT_.*|.*_(PROXY|proxy)|CODEX_HOME|RUST_LOG)$", name));
    }

    private static async Task ExpectTurnAsync(TestCodex codex)
    {
        await using var turn = await TurnDriver.StartAsync(await codex.Host.GetAsync(Cancelled));
        var messages = await turn.RunAsync("hi");
        Assert.Equal(TurnStatuses.Completed, Assert.IsType<TurnCompletedNotification>(messages[^1]).Turn.Status);
        Assert.Equal("word0 word1 word2 ", string.Concat(messages.OfType<AgentMessageDeltaNotification>().Select(delta => delta.Delta)));
        Assert.Contains(messages, message => message is ItemCompletedNotification { Item: UserMessageItem { ClientId: "s-1" } });
    }

    private static string Said(IEnumerable<AppServerMessage> messages) => string.Join('\n', messages
        .OfType<ItemCompletedNotification>().Select(completed => completed.Item).OfType<AgentMessageItem>().Select(item => item.Text));

    private static bool IsGone(int pid)
    {
        try
        {
            using var process = Process.GetProcessById(pid);
            return process.WaitForExit(TimeSpan.FromSeconds(5));
        }
        catch (ArgumentException)
        {
            return true;
        }
    }
}
