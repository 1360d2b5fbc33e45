using CodexA2A.Tasks.Tests.Contract;
using StackExchange.Redis;

namespace CodexA2A.Tasks.Tests.Redis;

/// <summary>The same where the server or a proxy speaks the older protocol only.</summary>
public sealed class Resp2LogTests(RedisServers servers) : LogContract
{
    protected override ValueTask<SeamFixture> CreateAsync(SeamOptions options) => RedisFixture.CreateAsync(options, servers.SingleAsync(), RedisProtocol.Resp2);
}

public sealed class Resp2FollowTests(RedisServers servers) : FollowContract
{
    protected override ValueTask<SeamFixture> CreateAsync(SeamOptions options) => RedisFixture.CreateAsync(options, servers.SingleAsync(), RedisProtocol.Resp2);
}

public sealed class Resp2QueueTests(RedisServers servers) : QueueContract
{
    protected override ValueTask<SeamFixture> CreateAsync(SeamOptions options) => RedisFixture.CreateAsync(options, servers.SingleAsync(), RedisProtocol.Resp2);
}

public sealed class Resp2InterruptTests(RedisServers servers) : InterruptContract
{
    protected override ValueTask<SeamFixture> CreateAsync(SeamOptions options) => RedisFixture.CreateAsync(options, servers.SingleAsync(), RedisProtocol.Resp2);
}

public sealed class Resp2ListTests(RedisServers servers) : ListContract
{
    protected override ValueTask<SeamFixture> CreateAsync(SeamOptions options) => RedisFixture.CreateAsync(options, servers.SingleAsync(), RedisProtocol.Resp2);
}

public sealed class Resp2ControlTests(RedisServers servers) : ControlContract
{
    protected override ValueTask<SeamFixture> CreateAsync(SeamOptions options) => RedisFixture.CreateAsync(options, servers.SingleAsync(), RedisProtocol.Resp2);
}
