using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using CodexA2A.EndToEnd.Harness;

namespace CodexA2A.EndToEnd.Losses;

/// <summary>SIGTERM in the middle of a turn.</summary>
public sealed class StopServiceTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task While_a_turn_drains_the_probes_say_so_and_reads_are_answered()
    {
        await using var stage = await Stage.StartAsync(cancellationToken: Token);
        var id = await BeginAsync(stage, "#slow tokens=300 delay=20");
        Assert.Equal((HttpStatusCode.OK, ""), await ReadyAsync(stage));

        await stage.Service.AskToStopAsync(Token);
        var stopping = Stopwatch.GetTimestamp();

        var ready = (Status: HttpStatusCode.OK, Body: "");
        await Waiting.ForAsync(async () => (ready = await ReadyAsync(stage)).Status != HttpStatusCode.OK, Token);

        Assert.Equal((HttpStatusCode.ServiceUnavailable, "stopping\n"), ready);
        // Longer than connections get once the turns have drained.
        await Waiting.ForAsync(
            async () =>
            {
                Assert.Equal(TaskState.Working, (await stage.Client.GetTaskAsync(id, Token)).Status.State);
                return Stopwatch.GetElapsedTime(stopping) > TimeSpan.FromSeconds(4);
            },
            Token);
        Assert.Equal(HttpStatusCode.OK, (await stage.Client.Http.GetAsync("alive", Token)).StatusCode);
        Assert.Equal(0, await stage.Service.EndAsync(Token));

        await stage.Service.StartAsync(Token);
        var ended = await stage.Client.GetTaskAsync(id, Token);
        Assert.Equal(TaskState.Completed, ended.Status.State);
        Assert.DoesNotContain(ended.Artifacts!, artifact => artifact.Metadata?["codex"]?["withdrawn"] is not null);
    }

    [Fact]
    public async Task A_client_that_sends_half_a_request_does_not_hold_up_the_stop()
    {
        await using var stage = await Stage.StartAsync(cancellationToken: Token);
        using var client = new TcpClient();
        await client.ConnectAsync("127.0.0.1", stage.Service.Port, Token);
        await client.GetStream().WriteAsync("GET /tasks HTTP/1.1\r\nHos"u8.ToArray(), Token);
        var began = Stopwatch.GetTimestamp();

        await stage.Service.AskToStopAsync(Token);

        Assert.Equal(0, await stage.Service.EndAsync(Token));
        Assert.InRange(Stopwatch.GetElapsedTime(began), TimeSpan.Zero, TimeSpan.FromSeconds(20));
    }

    private static async Task<string> BeginAsync(Stage stage, string text)
    {
        await foreach (var (_, e) in stage.Client.StreamAsync("SendStreamingMessage", A2AHttp.Message(text), Token))
        {
            if (e.ArtifactUpdate?.Artifact.Name == "answer")
            {
                return e.ArtifactUpdate.TaskId;
            }
        }

        throw new InvalidOperationException($"The turn ended before it spoke.\n{stage.Service.Output}");
    }

    private static async Task<(HttpStatusCode Status, string Body)> ReadyAsync(Stage stage)
    {
        using var response = await stage.Client.Http.GetAsync("ready", Token);
        return (response.StatusCode, await response.Content.ReadAsStringAsync(Token));
    }
}
