using CodexA2A.Tasks.Tests.Contract;

namespace CodexA2A.Tasks.Tests.Redis;

/// <summary>The same on a cluster of three masters: every script must stay in one slot, hints are sharded, and what asks all partitions asks each node.</summary>
public sealed class ClusterLogTests(RedisServers servers) : LogContract
{
    protected override ValueTask<SeamFixture> CreateAsync(SeamOptions options) => RedisFixture.CreateAsync(options, servers.ClusterAsync());
}

public sealed class ClusterFollowTests(RedisServers servers) : FollowContract
{
    protected override ValueTask<SeamFixture> CreateAsync(SeamOptions options) => RedisFixture.CreateAsync(options, servers.ClusterAsync());
}

public sealed class ClusterQueueTests(RedisServers servers) : QueueContract
{
    protected override ValueTask<SeamFixture> CreateAsync(SeamOptions options) => RedisFixture.CreateAsync(options, servers.ClusterAsync());
}

public sealed class ClusterLeaseTests(RedisServers servers) : LeaseContract
{
    protected override ValueTask<SeamFixture> CreateAsync(SeamOptions options) => RedisFixture.CreateAsync(options, servers.ClusterAsync());
}

public sealed class ClusterTakeoverTests(RedisServers servers) : TakeoverContract
{
    protected override ValueTask<SeamFixture> CreateAsync(SeamOptions options) => RedisFixture.CreateAsync(options, servers.ClusterAsync());
}

public sealed class ClusterInterruptTests(RedisServers servers) : InterruptContract
{
    protected override ValueTask<SeamFixture> CreateAsync(SeamOptions options) => RedisFixture.CreateAsync(options, servers.ClusterAsync());
}

public sealed class ClusterListTests(RedisServers servers) : ListContract
{
    protected override ValueTask<SeamFixture> CreateAsync(SeamOptions options) => RedisFixture.CreateAsync(options, servers.ClusterAsync());
}

public sealed class ClusterRetentionTests(RedisServers servers) : RetentionContract
{
    protected override ValueTask<SeamFixture> CreateAsync(SeamOptions options) => RedisFixture.CreateAsync(options, servers.ClusterAsync());
}

public sealed class ClusterOwnerTests(RedisServers servers) : OwnerContract
{
    protected override ValueTask<SeamFixture> CreateAsync(SeamOptions options) => RedisFixture.CreateAsync(options, servers.ClusterAsync());
}

public sealed class ClusterThreadTests(RedisServers servers) : ThreadContract
{
    protected override ValueTask<SeamFixture> CreateAsync(SeamOptions options) => RedisFixture.CreateAsync(options, servers.ClusterAsync());
}

public sealed class ClusterForgetTests(RedisServers servers) : ForgetContract
{
    protected override ValueTask<SeamFixture> CreateAsync(SeamOptions options) => RedisFixture.CreateAsync(options, servers.ClusterAsync());
}

public sealed class ClusterWebhookTests(RedisServers servers) : WebhookContract
{
    protected override ValueTask<SeamFixture> CreateAsync(SeamOptions options) => RedisFixture.CreateAsync(options, servers.ClusterAsync());
}

public sealed class ClusterControlTests(RedisServers servers) : ControlContract
{
    protected override ValueTask<SeamFixture> CreateAsync(SeamOptions options) => RedisFixture.CreateAsync(options, servers.ClusterAsync());
}
