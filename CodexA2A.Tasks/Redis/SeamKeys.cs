using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using CodexA2A.Tasks.Rates;
using StackExchange.Redis;

namespace CodexA2A.Tasks.Redis;

/// <summary>
/// Every key and channel. All keys of one partition share a hash tag, so that each script stays in one slot of a cluster; the
/// order of the two blocks is the one that the scripts' parts <c>session</c> and <c>task</c> count on.
/// </summary>
internal sealed class SeamKeys
{
    /// <summary>How many states a task can have.</summary>
    private const int States = 9;

    private readonly string _prefix;
    private readonly string[] _tags;

    public SeamKeys(string prefix, int partitions)
    {
        _prefix = prefix;
        _tags = [.. Enumerable.Range(0, partitions).Select(p => string.Create(CultureInfo.InvariantCulture, $"{prefix}{{p{p:00}}}:"))];
    }

    /// <summary>How many partitions there are.</summary>
    public int Partitions => _tags.Length;

    /// <summary>STRING: the number of partitions, written once.</summary>
    public RedisKey PartitionCount => _prefix + "cfg:partitions";

    /// <summary>The shape of all that is stored, as a number: see <see cref="StoredSchema"/>.</summary>
    public RedisKey Schema => _prefix + "cfg:schema";

    /// <summary>STRING that means nothing.</summary>
    public RedisKey Check => _prefix + "check";

    /// <summary>ZSET: home, when a runner of it was last heard of.</summary>
    public RedisKey Homes => _prefix + "homes";

    /// <summary>STRING: whoever keeps house now.</summary>
    public RedisKey Sweep => _prefix + "sweep";

    /// <summary>STRING: how far runners are behind, as whoever keeps house found it.</summary>
    public RedisKey Lag => _prefix + "lag";

    /// <summary>ZSET: sessions that wait for an owner, in order.</summary>
    public RedisKey Ready(int partition) => _tags[partition] + "ready";

    /// <summary>ZSET: sessions with a lease, its deadline.</summary>
    public RedisKey Leases(int partition) => _tags[partition] + "leases";

    /// <summary>ZSET: sessions, when they were last used.</summary>
    public RedisKey Used(int partition) => _tags[partition] + "used";

    /// <summary>ZSET: open questions, their deadline.</summary>
    public RedisKey Due(int partition) => _tags[partition] + "idue";

    /// <summary>ZSET: ended tasks, when they ended.</summary>
    public RedisKey Ended(int partition) => _tags[partition] + "ended";

    /// <summary>ZSET: ended tasks that still have their log, when they ended.</summary>
    public RedisKey Logs(int partition) => _tags[partition] + "logs";

    /// <summary>HASH: question, its session and task.</summary>
    public RedisKey Questions(int partition) => _tags[partition] + "i";

    /// <summary>Channel: a session may be claimed.</summary>
    public RedisKey WorkChannel(int partition) => _tags[partition] + "wk";

    /// <summary>ZSET: an owner's open questions, when they were asked.</summary>
    public RedisKey OpenOf(int partition, Owner owner) => _tags[partition] + "oi:" + Hash(OwnerKey.Of(owner));

    /// <summary>ZSET: an owner's tasks, or those in one state; the time of their status.</summary>
    public RedisKey TasksOf(int partition, Owner owner, TaskState? state) =>
        _tags[partition] + "o:" + Hash(OwnerKey.Of(owner)) + (state is { } one ? string.Create(CultureInfo.InvariantCulture, $":{(int)one}") : "");

    /// <summary>ZSET: the tasks of a context, the time of their status.</summary>
    public RedisKey TasksOf(SessionId session) => TagOf(session) + "c:" + session.Value;

    /// <summary>HASH of a session.</summary>
    public RedisKey Session(SessionId session) => TagOf(session) + "s:" + session.Value;

    /// <summary>STREAM: a session's unfinished commands.</summary>
    public RedisKey Commands(SessionId session) => TagOf(session) + "s:" + session.Value + ":cmd";

    /// <summary>HASH: a session's questions.</summary>
    public RedisKey Asked(SessionId session) => TagOf(session) + "s:" + session.Value + ":i";

    /// <summary>Channel: a session has a new command or owner.</summary>
    public RedisKey SessionChannel(SessionId session) => TagOf(session) + "s:" + session.Value + ":w";

    /// <summary>HASH of a task.</summary>
    public RedisKey Task(int partition, string taskId) => _tags[partition] + "t:" + taskId;

    /// <summary>STREAM: a task's events.</summary>
    public RedisKey Events(int partition, string taskId) => _tags[partition] + "t:" + taskId + ":ev";

    /// <summary>Channel: a task has new events.</summary>
    public RedisKey TaskChannel(int partition, string taskId) => _tags[partition] + "t:" + taskId + ":w";

    /// <summary>HASH: a task's webhooks.</summary>
    public RedisKey Webhooks(int partition, string taskId) => _tags[partition] + "t:" + taskId + ":wh";

    /// <summary>ZSET: webhooks with something to deliver, when they are due or their lease ends.</summary>
    public RedisKey WebhooksDue(int partition) => _tags[partition] + "wq";

    /// <summary>ZSET: an owner's webhooks that were given up, when.</summary>
    public RedisKey WebhooksDead(int partition, Owner owner) => _tags[partition] + "wd:" + Hash(OwnerKey.Of(owner));

    /// <summary>STRING: a task's id was given up before it came to a task.</summary>
    public RedisKey GivenUp(int partition, string taskId) => _tags[partition] + "t:" + taskId + ":v";

    /// <summary>HASH: a sealed answer on its way.</summary>
    public RedisKey Sealed(SessionId session, string interruptId) => TagOf(session) + "s:" + session.Value + ":x:" + interruptId;

    /// <summary>STRING: what a secret answer is known again by.</summary>
    public RedisKey Known(SessionId session, string interruptId) => TagOf(session) + "s:" + session.Value + ":h:" + interruptId;

    /// <summary>HASH: what came of a request to forget a session.</summary>
    public RedisKey Forgotten(SessionId session, string requestId) => TagOf(session) + "fg:" + requestId;

    /// <summary>HASH of a submit id; in a partition of its own, because its sessions may be in several.</summary>
    public RedisKey Submit(Owner owner, string submitId) => Elsewhere("m:", OwnerKey.Of(owner), submitId);

    /// <summary>ZSET: the sessions that were bound to a thread of the owner's.</summary>
    public RedisKey Thread(Owner owner, string threadId) => Elsewhere("th:", OwnerKey.Of(owner), threadId);

    /// <summary>ZSET: the owner's sessions that were bound to a thread, when they were last used.</summary>
    public RedisKey Threads(Owner owner) => Elsewhere("ths:", OwnerKey.Of(owner));

    /// <summary>HASH: the bucket of a principal's requests.</summary>
    public RedisKey Rate(Owner owner) => Elsewhere("rt:", OwnerKey.Of(owner));

    /// <summary>HASH: the bucket of an address's or a name's failed logins.</summary>
    public RedisKey Failures(FailureKey key) => Elsewhere("fl:", key.Kind == FailureKind.Address ? "a" : "n", key.Text);

    /// <summary>STRING that means nothing: a call that may be begun.</summary>
    public RedisKey Call(string id) => Elsewhere("ca:", id);

    /// <summary>Channel: calls for runners of a home, or for any.</summary>
    public RedisKey CallChannel(string? home) => Elsewhere("cw:", home is null ? [] : [home]);

    /// <summary>Channel: replies to a process.</summary>
    public RedisKey ReplyChannel(string address) => Elsewhere("cr:", address);

    /// <summary>The first block of keys: all of a session.</summary>
    public RedisKey[] OfSession(SessionId session, Owner owner)
    {
        var p = session.Partition(Partitions);
        var key = _tags[p] + "s:" + session.Value;
        return
        [
            key, key + ":cmd", key + ":turns", key + ":i", key + ":open", key + ":w",
            Ready(p), Leases(p), Used(p), WorkChannel(p), Due(p), OpenOf(p, owner),
        ];
    }

    /// <summary>Both blocks: all of a session and of one of its tasks, then <paramref name="more"/>.</summary>
    public RedisKey[] OfTask(SessionId session, Owner owner, string taskId, params ReadOnlySpan<RedisKey> more)
    {
        var p = session.Partition(Partitions);
        var key = _tags[p] + "t:" + taskId;
        var byOwner = TasksOf(p, owner, null);
        return
        [
            .. OfSession(session, owner),
            key, key + ":ev", key + ":w", key + ":i", Questions(p), Ended(p), Logs(p), TasksOf(session), byOwner,
            .. Enumerable.Range(0, States).Select(state => byOwner.Append(string.Create(CultureInfo.InvariantCulture, $":{state}"))),
            .. more,
        ];
    }

    private static string Hash(params ReadOnlySpan<string> parts)
    {
        var text = new StringBuilder();
        foreach (var part in parts)
        {
            text.Append(part.Length).Append(':').Append(part);
        }

        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())))[..32];
    }

    private string TagOf(SessionId session) => _tags[session.Partition(Partitions)];

    private RedisKey Elsewhere(string kind, params ReadOnlySpan<string> parts)
    {
        var hash = Hash(parts);
        return _tags[new SessionId(hash).Partition(Partitions)] + kind + hash;
    }
}
