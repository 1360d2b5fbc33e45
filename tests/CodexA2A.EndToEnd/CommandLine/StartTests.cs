using System.Net;
using System.Net.Sockets;
using CodexA2A.EndToEnd.Harness;

namespace CodexA2A.EndToEnd.CommandLine;

/// <summary>What a person reads when the service does not start: one line, and what to do.</summary>
public sealed class StartTests : IDisposable
{
    private readonly TestFolder folder = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task A_port_in_use_is_one_line()
    {
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        var port = ((IPEndPoint)taken.LocalEndpoint).Port;
        var line = await RefusedAsync(1, "--port", $"{port}");
        Assert.Contains($"http://127.0.0.1:{port}", line, StringComparison.Ordinal);
        Assert.Contains("A2A:Port (A2A_PORT, --port); 0 takes a free one.", line, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_data_directory_in_use_is_one_line()
    {
        await using var first = new ServiceProcess(folder, new Dictionary<string, string?> { ["Codex__Executable"] = "/nonexistent/codex" });
        await first.StartAsync(Token);
        var line = await RefusedAsync(1, "--port", "0");
        Assert.Contains(folder.Data, line, StringComparison.Ordinal);
        Assert.Contains($"{first.ProcessId}", line, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_misspelt_host_is_one_line_and_opens_nothing() =>
        Assert.Contains("is no address: locahost.", await RefusedAsync(2, "--host", "locahost", "--port", "0"), StringComparison.Ordinal);

    [Fact]
    public async Task A_script_that_cannot_be_played_is_one_line()
    {
        await File.WriteAllTextAsync(Path.Combine(folder.Workspace, "bad.script"), "shout hello\n", Token);
        var line = await RefusedAsync(2, "--port", "0", "--model", "scripted", "--scripts", folder.Workspace);
        Assert.StartsWith("--scripts: bad.script:1: ", line, StringComparison.Ordinal);
    }

    private async Task<string> RefusedAsync(int exitCode, params string[] arguments)
    {
        var environment = new Dictionary<string, string?> { ["CODEX_CLI_BIN"] = Places.Codex, ["A2A_BEARER_TOKEN"] = ServiceProcess.Token };
        var run = await ToolRun.CommandAsync(["serve", "--data", folder.Data, "--workspace", folder.Workspace, .. arguments], environment, Token);
        Assert.True(run.ExitCode == exitCode, run.ToString());
        return Assert.Single(run.Errors.Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }
}
