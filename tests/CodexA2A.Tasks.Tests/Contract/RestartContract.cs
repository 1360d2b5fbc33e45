namespace CodexA2A.Tasks.Tests.Contract;

/// <summary>
/// What a restart knows at once where all processes are one: every agent that asked something died with it. Where a runner is a
/// process of its own nobody knows that before its lease has run out, and the claim says it then (<see cref="TakeoverContract"/>).
/// </summary>
public abstract class RestartContract : SeamContract
{
    [Fact]
    public async Task A_restart_supersedes_what_was_asked_at_once_and_the_task_says_so()
    {
        var turn = await BeginAsync();
        var now = Seam.Time.GetUtcNow();
        await turn.Pen.StoreAsync(turn.Pen.Next(turn.Pen.Status(TaskState.InputRequired)) with
        {
            Opened = [InterruptContract.Ask(turn, "q1", now), InterruptContract.Ask(turn, "q2", now)],
        });
        var at = turn.Pen.Last;

        await Seam.ReopenAsync();

        foreach (var id in (string[])["q1", "q2"])
        {
            Assert.Equal(InterruptStatus.Superseded, (await Queue.GetInterruptAsync(Alice, id, Stop))?.Status);
            Assert.Equal(AnswerStatus.Superseded, (await Queue.AnswerAsync(Alice, id, new InterruptReply { Decision = InterruptDecision.Approve }, null, Stop)).Status);
        }

        Assert.Empty(await Queue.ListInterruptsAsync(Alice, 10, Stop));
        var read = await ReadAsync(turn.Id);
        Assert.Empty(read.Interrupts);
        Assert.Equal((TaskState.Working, at.Seq + 1), (read.State, read.Last.Seq));
        Assert.Contains("restarted", Fold(read).Status.Message!.Parts[0].Text, StringComparison.Ordinal);
        Assert.Equal("superseded", (string?)Fold(read).Metadata!["shared"]!["interrupt"]!["resolution"]);
        var lease = await ClaimAsync();
        Assert.True(lease.Epoch > read.Last.Epoch);
        Assert.Equal(((long?)turn.Command, 1), (lease.Begun, lease.Takeovers));
        Assert.Equal(new EventId(lease.Epoch, at.Seq + 2), (await ReadAsync(turn.Id)).Last);
    }

    [Fact]
    public async Task What_a_restart_writes_keeps_within_the_size_of_a_snapshot()
    {
        var turn = await BeginAsync();
        for (var i = 0; i < 14; i++)
        {
            await turn.Pen.WriteAsync(turn.Pen.Text(new string('x', 250_000)));
        }

        await turn.Pen.StoreAsync(turn.Pen.Next(turn.Pen.Status(TaskState.InputRequired)) with
        {
            Opened = [InterruptContract.Ask(turn, "q1", Seam.Time.GetUtcNow())],
        });

        await Seam.ReopenAsync();

        var read = await ReadAsync(turn.Id);
        Assert.Equal(TaskState.Working, read.State);
        Assert.InRange(read.Snapshot.Json.Length, 1, SnapshotLimits.DefaultMaxBytes);
    }
}
