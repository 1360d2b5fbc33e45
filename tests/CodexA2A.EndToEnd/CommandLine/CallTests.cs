using CodexA2A.EndToEnd.Harness;

namespace CodexA2A.EndToEnd.CommandLine;

public sealed class CallTests(SharedStage shared) : IClassFixture<SharedStage>
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("yes", null, "hello from the shell", 0)]
    [InlineData("no", null, "Declined; it did not run.", 0)]
    [InlineData("ask", "y\n", "hello from the shell", 0)]
    [InlineData("ask", "c\n", "canceled", 1)]
    [InlineData("ask", null, "Codex wants to run", 3)]
    public async Task Approvals_are_given_at_the_terminal_or_beforehand(string approve, string? input, string says, int exitCode)
    {
        var run = await CallAsync(["#escalate", "--approve", approve], input);
        Assert.True(run.ExitCode == exitCode, run.ToString());
        Assert.Contains(says, run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_question_is_answered_in_words()
    {
        var run = await CallAsync(["#question"], "Green\n");
        Assert.True(run.ExitCode == 0, run.ToString());
        Assert.Contains("Green", run.Output[run.Output.IndexOf("your answer", StringComparison.Ordinal)..], StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_message_can_come_from_standard_input_and_events_go_out_as_JSON()
    {
        var run = await CallAsync(["-", "--json"], "#text\nhello there");
        Assert.True(run.ExitCode == 0, run.ToString());
        Assert.All(run.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries), line => Assert.StartsWith("{\"", line, StringComparison.Ordinal));
        Assert.Contains("TASK_STATE_COMPLETED", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_wrong_token_is_told()
    {
        var run = await CallAsync(["hello", "--token-file", File("wrong\n")]);
        Assert.Equal(1, run.ExitCode);
        Assert.Equal("The agent does not know you: give --token-file, or set A2A_TOKEN.\n", run.Errors);
    }

    [Fact]
    public async Task With_JSON_a_person_is_asked_on_the_other_stream()
    {
        var run = await CallAsync(["#escalate", "--json"], "y\n");
        Assert.True(run.ExitCode == 0, run.ToString());
        Assert.All(run.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries), line => Assert.StartsWith("{\"", line, StringComparison.Ordinal));
        Assert.Contains("Codex wants to run", run.Errors, StringComparison.Ordinal);
        Assert.Contains("[y] approve", run.Errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("two words")]
    [InlineData("two\nlines")]
    [InlineData("zwölf")]
    public async Task A_token_that_no_header_can_carry_is_told(string token)
    {
        var run = await CallAsync(["hello", "--token-file", File(token)]);
        Assert.Equal(2, run.ExitCode);
        Assert.StartsWith("The token must be one word", Assert.Single(run.Errors.Split('\n', StringSplitOptions.RemoveEmptyEntries)), StringComparison.Ordinal);
    }

    private string File(string token)
    {
        var path = Path.Combine(shared.Stage.Folder.Data, $"token-{Guid.NewGuid():n}");
        System.IO.File.WriteAllText(path, token);
        return path;
    }

    private Task<ToolRun> CallAsync(IReadOnlyList<string> arguments, string? input = null) => ToolRun.CommandAsync(
        ["call", shared.Stage.Service.Address.AbsoluteUri, .. arguments],
        new Dictionary<string, string?> { ["A2A_TOKEN"] = ServiceProcess.Token },
        Token,
        input);
}
