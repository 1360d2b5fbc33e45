namespace CodexA2A.ScriptedModel.Tests.RealCodex;

/// <summary>
/// The recorded turns in tests/fixtures/app-server are what the pinned Codex says today. With CODEX_A2A_RECORD=1, or
/// a list of names, recordings are written anew instead of compared.
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
        turns.Model.Gate(name);

        var turn = await turns.StartAsync(
            recorded.Before ?? recorded.Message, cancellationToken, recorded.Model, recorded.Prepare, recorded.Thread);
        if (recorded.Before is not null)
        {
            await turn.FinishAsync(recorded.Answer, cancellationToken);
            turn = await turns.ContinueAsync(turn.ThreadId, turn.Workspace, recorded.Message, cancellationToken);
        }

        if (recorded.Drive is { } drive)
        {
            await drive(turn, turns, cancellationToken);
        }
        else
        {
            await turn.FinishAsync(recorded.Answer, cancellationToken);
        }

        if (Transcript.IsToBeRecorded(name))
        {
            await Transcript.WriteAsync(name, turn.Lines(), cancellationToken);
            return;
        }

        var (expected, actual) = (Transcript.Outline(Transcript.Read(name)), Transcript.Outline(turn.Lines()));
        if (recorded.AtOnce)
        {
            // What runs at the same time comes in any order.
            (expected, actual) = ([.. expected.Order(StringComparer.Ordinal)], [.. actual.Order(StringComparer.Ordinal)]);
        }

        Assert.Equal(expected, actual);
    }
}
