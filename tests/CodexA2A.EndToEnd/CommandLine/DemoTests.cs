using CodexA2A.EndToEnd.Harness;

namespace CodexA2A.EndToEnd.CommandLine;

/// <summary>What a newcomer does first.</summary>
public sealed class DemoTests
{
    [Fact]
    public async Task The_demo_shows_a_turn_of_the_real_Codex_and_ends_well()
    {
        using var folder = new TestFolder();
        var environment = new Dictionary<string, string?>
        {
            ["CODEX_CLI_BIN"] = Places.Codex,
            ["Codex__AgentHome"] = folder.AgentHome,
            // The demo uses nothing of the person who starts it.
            ["CODEX_HOME"] = null,
            ["OPENAI_API_KEY"] = null,
            ["A2A_BEARER_TOKEN"] = null,
        };
        string[] arguments = ["demo", "--once", "--port", "0", "--data", folder.Data];

        var first = await ToolRun.CommandAsync(arguments, environment, TestContext.Current.CancellationToken);

        Assert.True(first.ExitCode == 0, first.ToString());
        Assert.Contains("thinking\n", first.Output, StringComparison.Ordinal);
        Assert.Contains("\n$ ", first.Output, StringComparison.Ordinal);
        Assert.Contains("\nexit 0", first.Output, StringComparison.Ordinal);
        Assert.Contains("patch: Add hello.txt\n  +Hello from the scripted model.\n", first.Output, StringComparison.Ordinal);
        Assert.Contains("\ncompleted", first.Output, StringComparison.Ordinal);
        Assert.Equal("", first.Errors);
        var workspace = Path.Combine(folder.Data, "demo", "workspace");
        Assert.Equal("Hello from the scripted model.\n", await File.ReadAllTextAsync(Path.Combine(workspace, "hello.txt"), TestContext.Current.CancellationToken));

        // Once more in the same folders, as a person would.
        var second = await ToolRun.CommandAsync(arguments, environment, TestContext.Current.CancellationToken);
        Assert.True(second.ExitCode == 0, second.ToString());
    }

    [Fact]
    public async Task A_data_folder_in_use_and_a_missing_credential_are_told_in_one_line()
    {
        using var folder = new TestFolder();
        var environment = new Dictionary<string, string?> { ["CODEX_CLI_BIN"] = Places.Codex, ["A2A_BEARER_TOKEN"] = null };
        var refused = await ToolRun.CommandAsync(["serve", "--port", "0", "--data", folder.Data], environment, TestContext.Current.CancellationToken);
        Assert.True(refused.ExitCode == 2, refused.ToString());
        Assert.Contains("A2A_BEARER_TOKEN", Assert.Single(refused.Errors.Split('\n', StringSplitOptions.RemoveEmptyEntries)), StringComparison.Ordinal);
    }
}
