using CodexA2A.Tasks.Tests.Contract;

namespace CodexA2A.Tasks.Tests.InProcess;

public sealed class InProcessLogTests : LogContract
{
    protected override ValueTask<SeamFixture> CreateAsync(SeamOptions options) => new(new InProcessFixture(options));
}

public sealed class InProcessFollowTests : FollowContract
{
    protected override ValueTask<SeamFixture> CreateAsync(SeamOptions options) => new(new InProcessFixture(options));
}

public sealed class InProcessQueueTests : QueueContract
{
    protected override ValueTask<SeamFixture> CreateAsync(SeamOptions options) => new(new InProcessFixture(options));
}

public sealed class InProcessLeaseTests : LeaseContract
{
    protected override ValueTask<SeamFixture> CreateAsync(SeamOptions options) => new(new InProcessFixture(options));
}

public sealed class InProcessTakeoverTests : TakeoverContract
{
    protected override ValueTask<SeamFixture> CreateAsync(SeamOptions options) => new(new InProcessFixture(options));
}

public sealed class InProcessRestartTests : RestartContract
{
    protected override ValueTask<SeamFixture> CreateAsync(SeamOptions options) => new(new InProcessFixture(options));
}

public sealed class InProcessInterruptTests : InterruptContract
{
    protected override ValueTask<SeamFixture> CreateAsync(SeamOptions options) => new(new InProcessFixture(options));
}

public sealed class InProcessListTests : ListContract
{
    protected override ValueTask<SeamFixture> CreateAsync(SeamOptions options) => new(new InProcessFixture(options));
}

public sealed class InProcessRetentionTests : RetentionContract
{
    protected override ValueTask<SeamFixture> CreateAsync(SeamOptions options) => new(new InProcessFixture(options));
}

public sealed class InProcessOwnerTests : OwnerContract
{
    protected override ValueTask<SeamFixture> CreateAsync(SeamOptions options) => new(new InProcessFixture(options));
}

public sealed class InProcessThreadTests : ThreadContract
{
    protected override ValueTask<SeamFixture> CreateAsync(SeamOptions options) => new(new InProcessFixture(options));
}

public sealed class InProcessForgetTests : ForgetContract
{
    protected override ValueTask<SeamFixture> CreateAsync(SeamOptions options) => new(new InProcessFixture(options));
}

public sealed class InProcessWebhookTests : WebhookContract
{
    protected override ValueTask<SeamFixture> CreateAsync(SeamOptions options) => new(new InProcessFixture(options));
}

public sealed class InProcessControlTests : ControlContract
{
    protected override ValueTask<SeamFixture> CreateAsync(SeamOptions options) => new(new InProcessFixture(options));
}

public sealed class InProcessFairTests : FairContract
{
    protected override ValueTask<SeamFixture> CreateAsync(SeamOptions options) => new(new InProcessFixture(options));
}

public sealed class InProcessServedTests : ServedContract
{
    protected override ValueTask<SeamFixture> CreateAsync(SeamOptions options) => new(new InProcessFixture(options));
}

public sealed class InProcessRateTests : RateContract
{
    protected override ValueTask<SeamFixture> CreateAsync(SeamOptions options) => new(new InProcessFixture(options));
}

public sealed class InProcessFailureTests : FailureContract
{
    protected override ValueTask<SeamFixture> CreateAsync(SeamOptions options) => new(new InProcessFixture(options));
}
