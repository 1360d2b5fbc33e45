using CodexA2A.EndToEnd.Harness;

namespace CodexA2A.EndToEnd.Interop;

/// <summary>The official JavaScript clients (tests/interop-js), of A2A 1.0 and of 0.3, against the service.</summary>
public sealed class InteropJsTests(SharedStage shared) : IClassFixture<SharedStage>
{
    private static readonly string[] Checks =
    [
        "card", "send", "stream", "get", "get unknown", "list", "subscribe and cancel", "cancel ended", "subscribe ended", "continue context",
        "input required", "answer and continue", "push delivery", "push configs", "extended card",
    ];

    private static readonly string[] ChecksOfV03 =
    [
        "card", "extended card", "send", "stream", "get", "get unknown", "input required and continue", "resubscribe and cancel", "cancel ended",
        "resubscribe ended", "push delivery", "push configs",
    ];

    [Fact]
    public Task The_official_client_does_every_operation_over_all_three_bindings() => RunAsync("run.mjs", ["JSONRPC", "HTTP+JSON", "GRPC"], Checks);

    [Fact]
    public Task The_official_client_of_0_3_does_every_operation_over_both_bindings() => RunAsync("run-v03.mjs", ["JSONRPC", "HTTP+JSON"], ChecksOfV03);

    private async Task RunAsync(string name, string[] bindings, string[] checks)
    {
        var script = Path.Combine(Places.Root, "tests", "interop-js", name);
        Assert.True(
            Directory.Exists(Path.Combine(Path.GetDirectoryName(script)!, "node_modules", "a2a-js-sdk-v03")),
            "The clients are not installed: run ./test.sh, or npm ci --ignore-scripts in tests/interop-js.");
        var environment = new Dictionary<string, string?>
        {
            ["A2A_URL"] = shared.Stage.Service.Address.AbsoluteUri,
            ["A2A_TOKEN"] = ServiceProcess.Token,
            ["INTEROP_TEXT"] = "#text\nhello there",
            ["INTEROP_EXPECT"] = "hello there",
            ["INTEROP_SLOW_TEXT"] = "#slow tokens=2000",
            ["INTEROP_ASK_TEXT"] = "#escalate cmd=\"echo approved\"",
        };
        var run = await ToolRun.RunAsync("node", [script], environment, TestContext.Current.CancellationToken);
        Assert.True(run.ExitCode == 0, run.ToString());
        foreach (var binding in bindings)
        {
            Assert.All(checks, check => Assert.Contains($"ok   {binding} {check} (", run.Output, StringComparison.Ordinal));
        }
    }
}
