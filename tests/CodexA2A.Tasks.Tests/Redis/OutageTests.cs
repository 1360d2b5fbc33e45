namespace CodexA2A.Tasks.Tests.Redis;

/// <summary>A Redis that is not there, or not the one it was. What the fault table says of it has tests named after its rows.</summary>
public sealed class OutageTests : OwnRedis
{
    [Fact]
    public async Task It_starts_without_Redis_and_works_when_Redis_comes()
    {
        await Server.KillAsync();
        await using var process = await OpenAsync();
        await Assert.ThrowsAsync<SeamUnavailableException>(() => process.Queue.CheckAsync(Stop).AsTask());
        await Assert.ThrowsAsync<SeamUnavailableException>(() => process.Queue.TryClaimAsync(SharedTurn.Runner1, Stop).AsTask());

        await Server.StartAgainAsync();

        await UntilItWorksAsync(async () =>
        {
            await process.Queue.CheckAsync(Stop);
            return true;
        });
        var turn = await SharedTurn.BeginAsync(process.Queue, process);
        Assert.Equal(2, (await process.Log.ReadAsync(SharedTurn.Owner, turn.Id, Stop))!.Last.Seq);
    }

    [Fact]
    public async Task Another_number_of_partitions_is_refused()
    {
        await using var first = await OpenAsync();
        await first.Queue.CheckAsync(Stop);

        var refused = await Assert.ThrowsAsync<SeamUnavailableException>(() => OpenAsync(new SeamOptions(), partitions: 32));

        Assert.Contains("64 partitions", refused.Message, StringComparison.Ordinal);
        await Server.KillAsync();
        await using var early = await OpenAsync(new SeamOptions(), partitions: 32);
        await Server.StartAgainAsync();
        while (!(refused = await Assert.ThrowsAsync<SeamUnavailableException>(() => early.Queue.CheckAsync(Stop).AsTask())).Message.Contains("64 partitions", StringComparison.Ordinal))
        {
            await Task.Yield();
        }
    }

    [Fact]
    public async Task Scripts_that_a_server_forgot_are_given_to_it_again()
    {
        await using var process = await OpenAsync();
        var turn = await SharedTurn.BeginAsync(process.Queue, process);
        await (await AdminAsync()).ScriptFlushAsync();

        Assert.Equal(AppendStatus.Ok, (await process.Log.AppendAsync(turn.Lease, turn.Append(3, "a"), Stop)).Status);
    }
}
