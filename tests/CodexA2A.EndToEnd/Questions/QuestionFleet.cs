using CodexA2A.EndToEnd.Harness;

namespace CodexA2A.EndToEnd.Questions;

/// <summary>
/// Two Apis and two runners of one home, over Redis. One question of each kind is open when the runners and an Api die, and is seen again
/// when all are back; what a turn says that goes on after it is a question too.
/// </summary>
public sealed class QuestionFleet : IAsyncLifetime
{
    private readonly Dictionary<string, (string Task, string Question)> _lost = [];

    internal FleetStage Fleet { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        var token = TestContext.Current.CancellationToken;
        Fleet = await FleetStage.StartAsync(2, FleetStage.Alike(2), toml: QuestionKinds.Toml, fallback: "question", cancellationToken: token);
        foreach (var kind in QuestionKinds.All)
        {
            var asked = await QuestionTalk.AskAsync(Fleet.Clients[0], kind.Ask(Fleet.Folder, Mark(kind)), Mark(kind));
            _lost[kind.Name] = (asked.Id, await QuestionTalk.OpenAsync(Fleet.Clients[0], kind, asked, () => Fleet.Output));
        }

        await Task.WhenAll(Fleet.Runners.Select(runner => runner.KillAsync(token, withCodex: true)).Append(Fleet.Apis[0].KillAsync(token)));
        await Task.WhenAll(Fleet.Runners.Append(Fleet.Apis[0]).Select(process => process.StartAsync(token)));
    }

    public ValueTask DisposeAsync() => Fleet.DisposeAsync();

    /// <summary>The task that was cut off while it asked, and its question.</summary>
    internal (string Task, string Question) Lost(QuestionKind kind) => _lost[kind.Name];

    internal static string Mark(QuestionKind kind) => $"q-lost-{kind.Name}";
}
