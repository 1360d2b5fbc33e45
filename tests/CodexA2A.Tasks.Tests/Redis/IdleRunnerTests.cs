using System.Globalization;
using CodexA2A.Tasks.Redis;
using Microsoft.Extensions.Time.Testing;

namespace CodexA2A.Tasks.Tests.Redis;

/// <summary>What a runner that has nothing to do asks of Redis: nobody else is on this one, and its clock stands still.</summary>
public sealed class IdleRunnerTests : OwnRedis
{
    [Fact]
    public async Task After_a_hint_only_what_it_names_is_looked_at_and_without_one_everything_is()
    {
        await using var api = await OpenAsync();
        await using var runner = await OpenAsync(new FakeTimeProvider());
        await using var other = await OpenAsync();
        await StandbyAsync(runner);
        var waiting = runner.Queue.WaitForWorkAsync(SharedTurn.Runner1, Stop).AsTask();
        var before = await LooksAsync();

        await api.Queue.SubmitAsync(SharedTurn.Submission(api.Queue), Stop);
        await waiting;
        Assert.NotNull(await runner.Queue.TryClaimAsync(SharedTurn.Runner1, Stop));
        Assert.Null(await runner.Queue.TryClaimAsync(SharedTurn.Runner1, Stop));

        Assert.Equal(0, await LooksAsync() - before);
        Assert.Null(await other.Queue.TryClaimAsync(SharedTurn.Runner2, Stop));
        Assert.Equal(64, await LooksAsync() - before);
    }

    [Fact]
    public async Task What_hints_name_is_claimed_in_their_order_and_more_than_are_remembered_everywhere()
    {
        await using var api = await OpenAsync();
        await using var runner = await OpenAsync(new FakeTimeProvider());
        await StandbyAsync(runner);
        var before = await LooksAsync();
        var first = await SubmitAsync(api);
        await runner.Queue.WaitForWorkAsync(SharedTurn.Runner1, Stop);
        var second = await SubmitAsync(api);

        Assert.Equal(first, await ClaimAsync());
        await runner.Queue.WaitForWorkAsync(SharedTurn.Runner1, Stop);
        Assert.Equal(second, await ClaimAsync());
        Assert.Null(await ClaimAsync());
        Assert.Equal(0, await LooksAsync() - before);

        var many = new List<SessionId>();
        while (many.Count < 300)
        {
            many.Add(await SubmitAsync(api));
        }

        await runner.Queue.WaitForWorkAsync(SharedTurn.Runner1, Stop);
        var claimed = new List<SessionId>();
        while (claimed.Count < many.Count)
        {
            claimed.Add((await ClaimAsync())!.Value);
        }

        Assert.Equal(many, claimed);
        Assert.Null(await ClaimAsync());

        async Task<SessionId?> ClaimAsync() => (await runner.Queue.TryClaimAsync(SharedTurn.Runner1, Stop))?.Session;
    }

    [Fact]
    public async Task What_was_passed_over_is_found_again_when_its_owner_has_room()
    {
        await using var api = await OpenAsync();
        await using var runner = await OpenAsync(new FakeTimeProvider());
        await StandbyAsync(runner);
        var passed = await SubmitAsync(api);
        var other = await SubmitOfBobAsync(api);
        var full = SharedTurn.Runner1 with { Full = [SharedTurn.Owner] };
        SessionLease? claimed;
        do
        {
            await runner.Queue.WaitForWorkAsync(full, Stop);
            claimed = await runner.Queue.TryClaimAsync(full, Stop);
        }
        while (claimed is null);

        // Its hint is behind the one of the session that is passed over.
        Assert.Equal(other, claimed.Session);
        Assert.Equal(passed, (await runner.Queue.TryClaimAsync(SharedTurn.Runner1, Stop))?.Session);
    }

    [Fact]
    public async Task A_hint_of_what_it_does_not_serve_is_looked_at_once()
    {
        await using var api = await OpenAsync();
        await using var runner = await OpenAsync(new FakeTimeProvider());
        await StandbyAsync(runner);
        var his = SharedTurn.Runner1 with { Serves = ServedOwners.AllBut([new(SharedTurn.Owner.Tenant, SharedTurn.Owner.Principal)]) };
        var before = await LooksAsync();
        await SubmitAsync(api);
        await runner.Queue.WaitForWorkAsync(his, Stop);
        Assert.Null(await runner.Queue.TryClaimAsync(his, Stop));

        var waiting = runner.Queue.WaitForWorkAsync(his, Stop).AsTask();
        await runner.Queue.CheckAsync(Stop);
        Assert.False(waiting.IsCompleted);
        var bobs = await SubmitOfBobAsync(api);
        await waiting;

        Assert.Equal(bobs, (await runner.Queue.TryClaimAsync(his, Stop))?.Session);
        Assert.Equal(0, await LooksAsync() - before);
    }

    [Fact]
    public async Task Owners_are_told_even_of_sessions_that_are_no_more_remembered()
    {
        await using var api = await OpenAsync();
        SessionId[] sessions = [await SubmitAsync(api), await SubmitAsync(api), await SubmitAsync(api)];
        var owners = new SessionOwners(most: 2);
        Assert.Equal([SharedTurn.Owner, SharedTurn.Owner], await owners.OfAsync(api.Inner, sessions[..2], Stop));
        Assert.Equal([SharedTurn.Owner, SharedTurn.Owner, default], await owners.OfAsync(api.Inner, [sessions[0], sessions[2], new SessionId("nobody")], Stop));
    }

    // Listens, looks, and waits in vain.
    private async Task StandbyAsync(SeamProcess runner)
    {
        Assert.Null(await runner.Queue.TryClaimAsync(SharedTurn.Runner1, Stop));
        await runner.Queue.WaitForWorkAsync(SharedTurn.Runner1, Stop);
        Assert.Null(await runner.Queue.TryClaimAsync(SharedTurn.Runner1, Stop));
    }

    private async Task<SessionId> SubmitAsync(SeamProcess api)
    {
        var submission = SharedTurn.Submission(api.Queue, context: Guid.NewGuid().ToString());
        await api.Queue.SubmitAsync(submission, Stop);
        return SessionId.Create(submission.Owner, submission.ContextId);
    }

    private async Task<SessionId> SubmitOfBobAsync(SeamProcess api)
    {
        var bob = SharedTurn.Submission(api.Queue) with { Owner = new Owner("", "bob") };
        var session = SessionId.Create(bob.Owner, bob.ContextId);
        var id = TaskIds.New(session.Partition(api.Queue.Partitions), TimeProvider.System);
        await api.Queue.SubmitAsync(bob with { Task = bob.Task with { Id = id }, Command = bob.Command with { Owner = bob.Owner, TaskId = id } }, Stop);
        return session;
    }

    // Of the two reads of a partition the one that nothing else uses.
    private async Task<long> LooksAsync() => (await (await AdminAsync()).InfoAsync("commandstats"))[0]
        .Where(pair => pair.Key == "cmdstat_zrangebyscore")
        .Sum(pair => long.Parse(pair.Value.Split(',')[0].Split('=')[1], CultureInfo.InvariantCulture));
}
