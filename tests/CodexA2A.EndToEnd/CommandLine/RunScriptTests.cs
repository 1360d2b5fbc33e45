using System.Text;
using CodexA2A.EndToEnd.Harness;

namespace CodexA2A.EndToEnd.CommandLine;

/// <summary>run.sh itself, in a checkout where only dotnet is a stand-in that says how it was called; .ci/run plays it with the real one.</summary>
public sealed class RunScriptTests : IDisposable
{
    private readonly string root = Directory.CreateTempSubdirectory("codex-a2a-run-").FullName;

    public RunScriptTests()
    {
        foreach (var folder in new[] { Checkout, Elsewhere, Bin })
        {
            Directory.CreateDirectory(folder);
        }

        foreach (var file in new[] { "run.sh", "global.json" })
        {
            File.Copy(Path.Combine(Places.Root, file), Path.Combine(Checkout, file));
        }

        WriteDotnet("exit 0");
    }

    private string Checkout => Path.Combine(root, "check out");

    private string Elsewhere => Path.Combine(root, "elsewhere");

    private string Bin => Path.Combine(root, "bin");

    public void Dispose() => Directory.Delete(root, recursive: true);

    [Theory]
    [InlineData("", "demo")]
    [InlineData("--once --port 0", "demo --once --port 0")]
    [InlineData("--scripts s --A2A:Title=x", "demo --scripts s --A2A:Title=x")]
    [InlineData("serve --workspace sub", "serve --workspace sub")]
    [InlineData("call http://x 'two words'", "call http://x two words")]
    [InlineData("--version", "--version")]
    [InlineData("--help", "--help")]
    public async Task Words_go_through_and_paths_are_those_of_the_folder_one_stands_in(string words, string expected)
    {
        var run = await RunAsync(words);
        Assert.True(run.ExitCode == 0, run.ToString());
        Assert.Contains($"ran {Checkout}/CodexA2A.Cli/bin/Release/net10.0/codex-a2a.dll {expected}\n", run.Output, StringComparison.Ordinal);
        Assert.Contains($"in {Elsewhere}\n", run.Output, StringComparison.Ordinal);
        Assert.Contains("called ../check out/run.sh\n", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_SDK_that_does_not_fit_is_told_with_the_version_that_does()
    {
        WriteDotnet("exit 145");
        var run = await RunAsync("doctor");
        Assert.Equal(1, run.ExitCode);
        Assert.Matches(@"^The \.NET SDK 10\.0\.\d+, or a later 10\.0 one, is missing\.", run.Errors);
    }

    [Fact]
    public async Task A_failed_build_is_shown_and_nothing_runs()
    {
        WriteDotnet("exit 0", build: "echo 'error CS1002'; exit 1");
        var run = await RunAsync("serve");
        Assert.Equal(1, run.ExitCode);
        Assert.Contains("error CS1002", run.Errors, StringComparison.Ordinal);
        Assert.Contains("The build failed.", run.Errors, StringComparison.Ordinal);
        Assert.DoesNotContain("ran ", run.Output, StringComparison.Ordinal);
    }

    private Task<ToolRun> RunAsync(string words) => ToolRun.RunAsync(
        "bash",
        ["-c", $"cd '{Elsewhere}' && '../check out/run.sh' {words}"],
        new Dictionary<string, string?> { ["PATH"] = $"{Bin}:/usr/bin:/bin", ["CODEX_A2A_COMMAND"] = null },
        TestContext.Current.CancellationToken);

    private void WriteDotnet(string version, string build = "exit 0")
    {
        var file = Path.Combine(Bin, "dotnet");
        File.WriteAllText(file, $"""
            #!/bin/sh
            case "$1" in
              --version) {version} ;;
              build) {build} ;;
              *) echo "ran $*"; echo "in $PWD"; echo "called $CODEX_A2A_COMMAND" ;;
            esac

            """, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }
}
