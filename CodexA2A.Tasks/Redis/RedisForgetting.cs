using StackExchange.Redis;

namespace CodexA2A.Tasks.Redis;

/// <summary>Forgetting over Redis.</summary>
internal sealed class RedisForgetting(RedisSeamHost host) : ISessionForgetting
{
    /// <inheritdoc />
    public async ValueTask<ForgetRequest> AskAsync(Owner owner, string contextId, string? traceParent, CancellationToken cancellationToken)
    {
        var seam = host.Seam;
        var session = SessionId.Create(owner, contextId);
        var command = new ForgetSession { TaskId = "", Owner = owner, TraceParent = traceParent, RequestId = Guid.NewGuid().ToString("n") };
        var reply = await seam.RunAsync(
            RedisScript.ForgetAsk, seam.Keys.OfSession(session, owner), cancellationToken,
            session.Value, "", OwnerKey.Of(owner), command.RequestId, SeamJson.Serialize<TurnCommand>(command));
        return reply.Code switch
        {
            "OK" => new ForgetRequest(ForgetStatus.Accepted, reply.Text(1)!),
            "BUSY" => new ForgetRequest(ForgetStatus.Busy, ""),
            _ => new ForgetRequest(ForgetStatus.Unknown, ""),
        };
    }

    /// <inheritdoc />
    public async ValueTask<ForgetProof?> FindAsync(Owner owner, string contextId, string requestId, CancellationToken cancellationToken)
    {
        var seam = host.Seam;
        var key = seam.Keys.Forgotten(SessionId.Create(owner, contextId), requestId);
        RedisValue[] fields = ["tasks", "events", "asked", "thread", "remaining"];
        var row = await seam.Link.AskAsync(database => database.HashGetAsync(key, fields, flags: RedisLink.Primary), cancellationToken);
        return row[0].IsNull
            ? null
            : new ForgetProof((int)row[0], (int)row[1], (int)row[2], row[3]!, row[4].IsNull ? null : ((string)row[4]!).Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }

    /// <inheritdoc />
    public async ValueTask<IReadOnlyList<SessionBinding>?> ThreadsAsync(SessionLease lease, CancellationToken cancellationToken)
    {
        var seam = host.Seam;
        RedisValue[] fields = ["epoch", "thread", "home", "explicit", "past"];
        var row = await seam.Link.AskAsync(database => database.HashGetAsync(seam.Keys.Session(lease.Session), fields, flags: RedisLink.Primary), cancellationToken);
        return row[0] == lease.Epoch ? PastThreads.All(BindingValues.Read(row[1], row[2], row[3]), row[4]) : null;
    }

    /// <inheritdoc />
    public async ValueTask<ForgetOutcome> ForgetAsync(
        SessionLease lease, long command, ForgetSession request, ForgottenThreads threads, CancellationToken cancellationToken) =>
        await ThreadsAsync(lease, cancellationToken) is { } all
            ? await new ForgetCall(host.Seam, lease, [.. all.Select(thread => thread.ThreadId)]).RunAsync(command, request, threads, cancellationToken)
            : ForgetOutcome.Lost;
}
