using System.Text.Json.Nodes;

namespace CodexA2A.Tasks.Tests.Contract;

/// <summary>Runners that serve some owners and not others.</summary>
public abstract class ServedContract : SeamContract
{
    private static readonly Owner AliceOfAcme = new("acme", "alice");
    private static readonly OwnerName[] Names = [new("", "alice")];
    private static readonly RunnerIdentity Hers = new("hers-1", "home-of-alice") { Serves = ServedOwners.Only(Names) };
    private static readonly RunnerIdentity HersToo = Hers with { RunnerId = "hers-2" };
    private static readonly RunnerIdentity Others = new("others-1", "home-of-all") { Serves = ServedOwners.AllBut(Names) };
    private static readonly RunnerIdentity OthersToo = Others with { RunnerId = "others-2" };

    [Fact]
    public async Task Each_gets_what_is_of_those_whom_it_serves()
    {
        Owner[] owners = [Bob, Alice, AliceOfAcme, Alice, Bob];
        for (var i = 0; i < owners.Length; i++)
        {
            await SubmitAsync($"ctx-{i}", owners[i]);
        }

        Assert.Equal(["ctx-1", "ctx-3"], await ClaimAllAsync(Hers));
        Assert.False(await Queue.HasWorkAsync(Hers, Stop));
        Assert.True(await Queue.HasWorkAsync(Others, Stop));
        Assert.Equal(["ctx-0", "ctx-2", "ctx-4"], (await ClaimAllAsync(Others)).Order());
        Assert.False(await Queue.HasWorkAsync(Others, Stop));
    }

    [Fact]
    public async Task A_session_whose_owner_died_waits_for_a_runner_that_serves_its_principal_however_long()
    {
        var turn = await BeginAsync(runner: Hers);
        await turn.Pen.StoreAsync(new TaskAppend(turn.Id, []) { Binding = new SessionBinding("thread-1", Hers.Home) });
        Assert.Null(await Queue.TryClaimAsync(OthersToo, Stop));

        for (var passed = TimeSpan.Zero; passed < 3 * Options.HomeAbsence; passed += Options.LeaseTime)
        {
            await Seam.AdvanceAsync(Options.LeaseTime);
            await Queue.SweepAsync(Stop);
            Assert.False(await Queue.HasWorkAsync(Others, Stop));
            Assert.Null(await Queue.TryClaimAsync(Others, Stop));
        }

        var lease = await ClaimAsync(HersToo);
        Assert.Equal((turn.Lease.Session, turn.Command, 1), (lease.Session, lease.Begun, lease.Takeovers));
    }

    [Fact]
    public async Task What_is_given_back_or_answered_goes_to_a_runner_that_serves_its_principal()
    {
        var turn = await BeginAsync(runner: Hers);
        await turn.Pen.StoreAsync(turn.Pen.Next(turn.Pen.Status(TaskState.InputRequired)) with { Opened = [InterruptContract.Ask(turn, "q1", Seam.Time.GetUtcNow())] });
        Assert.True(await Queue.ReleaseAsync(turn.Lease, drain: true, Stop));
        Assert.Equal(AnswerStatus.Accepted, (await Queue.AnswerAsync(Alice, "q1", new InterruptReply { Decision = InterruptDecision.Deny }, null, Stop)).Status);

        Assert.Null(await Queue.TryClaimAsync(Others, Stop));
        var lease = await ClaimAsync(HersToo);

        Assert.True(await Queue.ReleaseAsync(lease, drain: true, Stop));
        Assert.Null(await Queue.TryClaimAsync(OthersToo, Stop));
        Assert.Equal(turn.Lease.Session, (await ClaimAsync(Hers)).Session);
    }

    [Fact]
    public async Task A_session_that_another_home_has_goes_on_only_there_and_with_a_runner_that_serves_its_principal()
    {
        var turn = await BeginAsync(runner: Runner1);
        await turn.Pen.StoreAsync(new TaskAppend(turn.Id, []) { Binding = new SessionBinding("thread-1", "home-of-all") });
        Assert.True(await Queue.ReleaseAsync(turn.Lease, drain: true, Stop));

        Assert.Null(await Queue.TryClaimAsync(Others, Stop));
        Assert.Null(await Queue.TryClaimAsync(Hers, Stop));
        Assert.Equal("thread-1", (await ClaimAsync(new RunnerIdentity("old-home", "home-of-all") { Serves = Hers.Serves })).Binding?.ThreadId);
    }

    [Fact]
    public async Task What_is_to_be_forgotten_is_left_to_a_runner_that_serves_its_principal()
    {
        await RunAsync();
        await Seam.Forgetting.AskAsync(Alice, "ctx", null, Stop);

        Assert.Null(await Queue.TryClaimAsync(Others, Stop));
        Assert.Equal("ctx", (await ClaimAsync(Hers)).ContextId);
    }

    [Fact]
    public async Task Calls_are_answered_by_a_runner_that_serves_whoever_asks()
    {
        await using var others = await ServeAsync(Others);
        await Assert.ThrowsAsync<SeamUnavailableException>(() => PassAsync(Seam.Control.AskAsync(Call(Alice), Stop)));
        await Assert.ThrowsAsync<SeamUnavailableException>(() => PassAsync(Seam.Control.AskAsync(Call(Alice) with { Home = Others.Home }, Stop)));
        Assert.Equal("others-1", await AskAsync(Owner.Nobody));

        await using var hers = await ServeAsync(Hers);
        for (var i = 0; i < 5; i++)
        {
            Assert.Equal(["hers-1", "others-1", "others-1"], [await AskAsync(Alice), await AskAsync(Bob), await AskAsync(AliceOfAcme)]);
        }
    }

    private async Task<List<string>> ClaimAllAsync(RunnerIdentity runner)
    {
        var claimed = new List<string>();
        while (await Queue.TryClaimAsync(runner, Stop) is { } lease)
        {
            claimed.Add(lease.ContextId);
        }

        return claimed;
    }

    private static ControlCall Call(Owner owner) => new(owner, "say");

    private async Task<string?> AskAsync(Owner owner) => (string?)(await Seam.Control.AskAsync(Call(owner), Stop)).Result!["runner"];

    private ValueTask<IAsyncDisposable> ServeAsync(RunnerIdentity runner) => Seam.Control.ServeAsync(
        runner, ["say"], (_, _) => Task.FromResult(ControlReply.Of(new JsonObject { ["runner"] = runner.RunnerId })), Stop);
}
