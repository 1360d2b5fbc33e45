using CodexA2A.Tasks.Tests.Contract;

namespace CodexA2A.Tasks.Tests.Redis;

/// <summary>The contract over Redis, with the protocol that the client takes by itself (RESP3).</summary>
public sealed class RedisLogTests(RedisServers servers) : LogContract
{
    protected override ValueTask<SeamFixture> CreateAsync(SeamOptions options) => RedisFixture.CreateAsync(options, servers.SingleAsync());
}

public sealed class RedisFollowTests(RedisServers servers) : FollowContract
{
    protected override ValueTask<SeamFixture> CreateAsync(SeamOptions options) => RedisFixture.CreateAsync(options, servers.SingleAsync());
}

public sealed class RedisQueueTests(RedisServers servers) : QueueContract
{
    protected override ValueTask<SeamFixture> CreateAsync(SeamOptions options) => RedisFixture.CreateAsync(options, servers.SingleAsync());
}

public sealed class RedisLeaseTests(RedisServers servers) : LeaseContract
{
    protected override ValueTask<SeamFixture> CreateAsync(SeamOptions options) => RedisFixture.CreateAsync(options, servers.SingleAsync());
}

public sealed class RedisTakeoverTests(RedisServers servers) : TakeoverContract
{
    protected override ValueTask<SeamFixture> CreateAsync(SeamOptions options) => RedisFixture.CreateAsync(options, servers.SingleAsync());
}

public sealed class RedisInterruptTests(RedisServers servers) : InterruptContract
{
    protected override ValueTask<SeamFixture> CreateAsync(SeamOptions options) => RedisFixture.CreateAsync(options, servers.SingleAsync());
}

public sealed class RedisListTests(RedisServers servers) : ListContract
{
    protected override ValueTask<SeamFixture> CreateAsync(SeamOptions options) => RedisFixture.CreateAsync(options, servers.SingleAsync());
}

public sealed class RedisRetentionTests(RedisServers servers) : RetentionContract
{
    protected override ValueTask<SeamFixture> CreateAsync(SeamOptions options) => RedisFixture.CreateAsync(options, servers.SingleAsync());
}

public sealed class RedisOwnerTests(RedisServers servers) : OwnerContract
{
    protected override ValueTask<SeamFixture> CreateAsync(SeamOptions options) => RedisFixture.CreateAsync(options, servers.SingleAsync());
}

public sealed class RedisThreadTests(RedisServers servers) : ThreadContract
{
    protected override ValueTask<SeamFixture> CreateAsync(SeamOptions options) => RedisFixture.CreateAsync(options, servers.SingleAsync());
}

public sealed class RedisForgetTests(RedisServers servers) : ForgetContract
{
    protected override ValueTask<SeamFixture> CreateAsync(SeamOptions options) => RedisFixture.CreateAsync(options, servers.SingleAsync());
}

public sealed class RedisWebhookTests(RedisServers servers) : WebhookContract
{
    protected override ValueTask<SeamFixture> CreateAsync(SeamOptions options) => RedisFixture.CreateAsync(options, servers.SingleAsync());
}

public sealed class RedisControlTests(RedisServers servers) : ControlContract
{
    protected override ValueTask<SeamFixture> CreateAsync(SeamOptions options) => RedisFixture.CreateAsync(options, servers.SingleAsync());
}

public sealed class RedisServedTests(RedisServers servers) : ServedContract
{
    protected override ValueTask<SeamFixture> CreateAsync(SeamOptions options) => RedisFixture.CreateAsync(options, servers.SingleAsync());
}

public sealed class RedisFairTests(RedisServers servers) : FairContract
{
    protected override ValueTask<SeamFixture> CreateAsync(SeamOptions options) => RedisFixture.CreateAsync(options, servers.SingleAsync());
}

public sealed class RedisRateTests(RedisServers servers) : RateContract
{
    protected override ValueTask<SeamFixture> CreateAsync(SeamOptions options) => RedisFixture.CreateAsync(options, servers.SingleAsync());
}

public sealed class RedisFailureTests(RedisServers servers) : FailureContract
{
    protected override ValueTask<SeamFixture> CreateAsync(SeamOptions options) => RedisFixture.CreateAsync(options, servers.SingleAsync());
}
