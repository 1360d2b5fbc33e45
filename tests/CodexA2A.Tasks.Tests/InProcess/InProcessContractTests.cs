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
