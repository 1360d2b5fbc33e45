using CodexA2A.EndToEnd.Harness;

namespace CodexA2A.EndToEnd.Questions;

/// <summary>Two services whose Codex may ask everything; in one of them nobody is waited for long.</summary>
public sealed class QuestionStages : IAsyncLifetime
{
    public const string OtherToken = "other-token-0123456789";

    internal Stage Patient { get; private set; } = null!;

    internal Stage Hasty { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        var stages = await Task.WhenAll(StartAsync("01:00:00"), StartAsync("00:00:01"));
        (Patient, Hasty) = (stages[0], stages[1]);
    }

    public async ValueTask DisposeAsync()
    {
        await Patient.DisposeAsync();
        await Hasty.DisposeAsync();
    }

    private static Task<Stage> StartAsync(string patience) => Stage.StartAsync(
        new Dictionary<string, string?> { ["Runner__InterruptTimeout"] = patience, ["A2A__BearerTokens__other"] = OtherToken },
        toml: QuestionKinds.Toml,
        cancellationToken: TestContext.Current.CancellationToken);
}
