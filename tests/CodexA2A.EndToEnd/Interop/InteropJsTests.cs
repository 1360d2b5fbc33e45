using CodexA2A.EndToEnd.Harness;

namespace CodexA2A.EndToEnd.Interop;

/// <summary>The official JavaScript client (tests/interop-js) against the service.</summary>
public sealed class InteropJsTests(SharedStage shared) : IClassFixture<SharedStage>
{
    private static readonly string[] Checks =
    [
        "card", "send", "stream", "get", "get unknown", "list", "subscribe and cancel", "cancel ended", "subscribe ended", "continue context",
        "input required", "answer and continue", "push delivery", "push configs", "extended card",
    ];

    [Fact]
    public async Task The_official_client_does_every_operation_over_all_three_bindings()
    {
        var script = Path.Combine(Places.Root, "tests", "interop-js", "run.mjs");
        Assert.True(
            Directory.Exists(Path.Combine(Path.GetDirectoryName(script)!, "node_modules")),
            "The client is not installed: run ./test.sh, or npm ci --ignore-scripts in tests/interop-js.");
        var environment = new Dictionary<string, string?>
        {
            ["A2A_URL"] = shared.Stage.Service.Address.AbsoluteUri,
            ["A2A_TOKEN"] = ServiceProcess.Token,
            ["INTEROP_TEXT"] = "#text\nhello there",
            ["INTEROP_EXPECT"] = "hello there",
            ["INTEROP_SLOW_TEXT"] = "#slow tokens=2000",
            ["INTEROP_ASKING_TEXT"] = "#escalate",
        };
        var run = await ToolRun.RunAsync("node", [script], environment, TestContext.Current.CancellationToken);
        Assert.True(run.ExitCode == 0, run.ToString());
        foreach (var binding in new[] { "JSONRPC", "HTTP+JSON", "GRPC" })
        {
            Assert.All(Checks, check => Assert.Contains($"ok   {binding} {check} (", run.Output, StringComparison.Ordinal));
        }
    }
}
