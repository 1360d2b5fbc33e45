using StackExchange.Redis;

namespace CodexA2A.Tasks.Redis;

/// <summary>
/// Deletes a session piece by piece, each a step that may be repeated: a task, then what lies in other slots beside it, at last the
/// session. Until then the command waits, so that whoever owns the session next goes on.
/// </summary>
internal sealed class ForgetCall(RedisSeam seam, SessionLease lease, IReadOnlyList<string> threads)
{
    /// <summary>How long whoever asked can find the proof.</summary>
    private static readonly TimeSpan Keep = TimeSpan.FromMinutes(10);

    private readonly ForgetLook _look = new(seam, lease);

    /// <summary>The call.</summary>
    public async Task<ForgetOutcome> RunAsync(long command, ForgetSession request, ForgottenThreads forgotten, CancellationToken cancellationToken)
    {
        var tasks = await seam.Link.AskAsync(
            database => database.SortedSetRangeByRankAsync(seam.Keys.TasksOf(lease.Session), flags: RedisLink.Primary), cancellationToken);
        foreach (var task in tasks)
        {
            if (!await DeleteTaskAsync(task!, cancellationToken))
            {
                return ForgetOutcome.Lost;
            }
        }

        foreach (var thread in threads)
        {
            // Of the index of a thread only our own session.
            await seam.Link.AskAsync(
                database => database.SortedSetRemoveAsync(seam.Keys.Thread(lease.Owner, thread), lease.Session.Value), cancellationToken);
        }

        await seam.Link.AskAsync(database => database.SortedSetRemoveAsync(seam.Keys.Threads(lease.Owner), lease.Session.Value), cancellationToken);
        var proof = seam.Keys.Forgotten(lease.Session, request.RequestId);
        // From here on to the end: with the session the lease is gone, for which whoever renews it cancels what runs under it.
        cancellationToken.ThrowIfCancellationRequested();
        var reply = await seam.RunAsync(
            RedisScript.Forget, [.. seam.Keys.OfSession(lease.Session, lease.Owner), proof], CancellationToken.None,
            lease.Session.Value, "", lease.Epoch, command, forgotten.Word, (long)Keep.TotalMilliseconds);
        if (reply.Code == "LOST")
        {
            return ForgetOutcome.Lost;
        }

        var outcome = reply.Code == "GONE" ? ForgetOutcome.Gone : ForgetOutcome.GoesOn;
        string[] remaining = [.. forgotten.Remaining, .. await _look.RunAsync(threads, CancellationToken.None)];
        await seam.Link.AskAsync(database => database.HashSetAsync(proof, "remaining", string.Join('\n', remaining)), CancellationToken.None);
        if (outcome == ForgetOutcome.Gone)
        {
            seam.Told.Forget(lease.Session);
        }

        return outcome;
    }

    // False when the lease is lost.
    private async Task<bool> DeleteTaskAsync(string task, CancellationToken cancellationToken)
    {
        var partition = lease.Session.Partition(seam.Keys.Partitions);
        var keys = seam.Keys.OfTask(lease.Session, lease.Owner, task);
        var questions = await seam.Link.AskAsync(database => database.SetMembersAsync(keys[15], flags: RedisLink.Primary), cancellationToken);
        var submits = await seam.Link.AskAsync(
            async database =>
            {
                var turn = database.HashGetAsync(seam.Keys.Task(partition, task), "submit", flags: RedisLink.Primary);
                var answers = database.HashGetAsync(seam.Keys.Asked(lease.Session), [.. questions.Select(id => (RedisValue)$"k:{id}")], flags: RedisLink.Primary);
                return (RedisValue[])[await turn, .. questions.Length == 0 ? [] : await answers];
            },
            cancellationToken);
        var beside = questions.SelectMany(id => (RedisKey[])[seam.Keys.Sealed(lease.Session, id!), seam.Keys.Known(lease.Session, id!)]).ToArray();
        RedisKey[] submitKeys = [.. submits.Where(key => !key.IsNullOrEmpty).Select(key => (RedisKey)(string)key!)];
        var ended = await seam.Link.AskAsync(database => database.HashExistsAsync(seam.Keys.Task(partition, task), "ended", flags: RedisLink.Primary), cancellationToken);
        if (ended && submitKeys.Length > 0)
        {
            // In other slots, so before what names them is gone.
            await seam.Link.AskAsync(database => Task.WhenAll(submitKeys.Select(key => database.KeyDeleteAsync(key))), cancellationToken);
        }

        var webhooks = WebhookKeys.Of(seam.Keys, partition, task, lease.Owner);
        var hooks = await seam.Link.AskAsync(database => database.HashKeysAsync(webhooks.Hash, RedisLink.Primary), cancellationToken);
        var reply = await seam.RunAsync(RedisScript.ForgetTask, [.. keys, webhooks.Hash, webhooks.Due, webhooks.Dead, .. beside], cancellationToken, lease.Session.Value, task, lease.Epoch);
        if (reply.Code == "OK")
        {
            _look.Expect(task, [webhooks.Hash, .. beside, .. submitKeys]);
            _look.Expect(webhooks, hooks.Select(field => WebhookKeys.Member(task, ((string)field!)[2..])));
        }

        return reply.Code != "LOST";
    }
}
