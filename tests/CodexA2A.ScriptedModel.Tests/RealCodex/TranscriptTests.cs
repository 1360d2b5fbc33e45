namespace CodexA2A.ScriptedModel.Tests.RealCodex;

/// <summary>
/// The recorded turns in tests/fixtures/app-server are what the pinned Codex says today. With CODEX_A2A_RECORD=1 the
/// recordings are written anew instead of compared.
/// </summary>
public sealed class TranscriptTests(CodexFixture codex)
{
    public static TheoryData<string> Names => [.. RecordedTurn.All.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task A_recorded_turn_is_what_codex_says(string name)
    {
        var cancellationToken = TestContext.Current.CancellationToken;
        var recorded = RecordedTurn.All[name];
        var turns = await codex.TurnsAsync(cancellationToken);
        turns.Model.Gate("interrupt-text");

        var turn = await turns.StartAsync(recorded.Message, cancellationToken, recorded.Model, recorded.Prepare);
        if (recorded.Drive is { } drive)
        {
            await drive(turn, turns, cancellationToken);
        }
        else
        {
            await turn.FinishAsync(recorded.Answer, cancellationToken);
        }

        if (Environment.GetEnvironmentVariable("CODEX_A2A_RECORD") == "1")
        {
            await Transcript.WriteAsync(name, turn.Lines(), cancellationToken);
            return;
        }

        Assert.Equal(Transcript.Outline(Transcript.Read(name)), Transcript.Outline(turn.Lines()));
    }
}
