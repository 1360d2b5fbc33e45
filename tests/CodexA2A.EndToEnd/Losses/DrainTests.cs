using CodexA2A.EndToEnd.Harness;

namespace CodexA2A.EndToEnd.Losses;

public sealed class DrainTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_question_that_comes_while_the_service_stops_is_parked_at_once()
    {
        await using var stage = await Stage.StartAsync(
            // Far longer than the test may take: only parking ends the service.
            new Dictionary<string, string?> { ["Runner__DrainTimeout"] = "01:00:00", ["Logging__LogLevel__Default"] = "Information" },
            script: "comment First a word.\ngate before\nescalate echo asked\nanswer Done.\n",
            cancellationToken: Token);
        var gate = stage.Model.Gate("before");
        var sent = await stage.Client.SendAsync(A2AHttp.Message("#script", returnImmediately: true), Token);
        await gate.WaitUntilReachedAsync(Token);
        await stage.Service.AskToStopAsync(Token);
        await stage.Service.PrintedAsync("Draining 1 sessions", Token);

        gate.Open();
        await stage.Service.EndAsync(Token);

        await stage.Service.StartAsync(Token);
        var ended = await stage.Client.EndAsync(sent.Id, Token);
        Assert.True(ended.Status.State.IsTerminal);
        Assert.DoesNotContain("interrupt", ended.Metadata!["shared"]!.AsObject().Select(pair => pair.Key));
    }
}
