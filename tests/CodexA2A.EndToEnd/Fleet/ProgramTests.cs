using System.Net;
using System.Net.Sockets;
using CodexA2A.EndToEnd.Harness;
using CodexA2A.ScriptedModel;
using CodexA2A.ScriptedModel.Codex;
using CodexA2A.Testing;

namespace CodexA2A.EndToEnd.Fleet;

/// <summary>The Api and the runner as programs of their own (<c>dotnet run --project CodexA2A.Api</c>), as Aspire and containers start them.</summary>
public sealed class ProgramTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task They_serve_a_turn_together_and_need_nothing_else_of_each_other()
    {
        using var folder = new TestFolder();
        await using var model = await ScriptedModelServer.StartAsync(new ScriptedModelOptions(), Token);
        await CodexConfig.For(model, folder.CodexHome).WriteHomeAsync(folder.CodexHome, Token);
        await using var redis = await RedisServer.StartAsync();
        var settings = new Dictionary<string, string?> { ["ConnectionStrings__redis"] = redis.ConnectionString };
        await using var api = new ServiceProcess(folder, settings, "api", Program("CodexA2A.Api.dll"));
        await using var runner = new ServiceProcess(folder, settings, "runner", Program("CodexA2A.Runner.dll"));
        await Task.WhenAll(api.StartAsync(Token), runner.StartAsync(Token));
        using var client = new A2AHttp(api.Address);

        Assert.Equal("Together.", Ledger.Text(await client.SendAsync(A2AHttp.Message("#text\nTogether."), Token)));

        await runner.AskToStopAsync(Token);
        await api.AskToStopAsync(Token);
        Assert.Equal((0, 0), (await runner.EndAsync(Token), await api.EndAsync(Token)));
    }

    [Theory]
    [InlineData("CodexA2A.Api.dll")]
    [InlineData("CodexA2A.Runner.dll")]
    [InlineData("api")]
    [InlineData("runner")]
    public async Task Without_a_Redis_each_of_them_refuses_to_start_and_says_what_to_set(string part)
    {
        var environment = new Dictionary<string, string?> { ["A2A__BearerToken"] = ServiceProcess.Token, ["ConnectionStrings__redis"] = null };
        var run = part.EndsWith(".dll", StringComparison.Ordinal)
            ? await ToolRun.RunAsync("dotnet", [Program(part)], environment, Token)
            : await ToolRun.CommandAsync(["serve", "--role", part, "--port", "0"], environment, Token);

        Assert.True(run.ExitCode == 2, run.ToString());
        Assert.StartsWith("ConnectionStrings:redis is missing", run.Errors, StringComparison.Ordinal);
        Assert.Single(run.Errors.Trim().Split('\n'));
    }

    [Theory]
    [InlineData("CodexA2A.Api.dll", "A2A:Port")]
    [InlineData("CodexA2A.Runner.dll", "Runner:Management:Port")]
    [InlineData("api", "A2A:Port")]
    [InlineData("runner", "Runner:Management:Port")]
    public async Task On_a_port_that_is_taken_each_of_them_says_which_and_what_to_set(string part, string setting)
    {
        using var folder = new TestFolder();
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        var port = $"{((IPEndPoint)taken.LocalEndpoint).Port}";
        var environment = new Dictionary<string, string?>
        {
            ["A2A__BearerToken"] = ServiceProcess.Token,
            ["A2A__DataDirectory"] = folder.Data,
            ["Codex__Executable"] = Places.FakeCodex,
            ["Codex__Home"] = folder.CodexHome,
            // Nobody is there: a start does not wait for it.
            ["ConnectionStrings__redis"] = "127.0.0.1:1",
        };
        var run = part.EndsWith(".dll", StringComparison.Ordinal)
            ? await ToolRun.RunAsync("dotnet", [Program(part), $"--{setting}={port}"], environment, Token)
            : await ToolRun.CommandAsync(["serve", "--role", part, "--port", port], environment, Token);

        Assert.True(run.ExitCode == 1, run.ToString());
        var line = Assert.Single(run.Errors.Trim().Split('\n'));
        Assert.StartsWith($"Failed to bind to address http://127.0.0.1:{port}: address already in use.", line, StringComparison.Ordinal);
        Assert.Contains($"choose another port with {setting} (", line, StringComparison.Ordinal);
    }

    private static string Program(string file) => Path.Combine(AppContext.BaseDirectory, file);
}
