using CodexA2A.Tasks.InProcess.State;
using CodexA2A.Tasks.Tests.Contract;

namespace CodexA2A.Tasks.Tests.InProcess;

/// <summary>The same contract where next to nothing may stay in memory: reads come from the database.</summary>
internal static class Cold
{
    private static readonly HotLimits Limits = new() { WindowEvents = 2, WindowBytes = 1, Tasks = 0, Bytes = 0, RunningIdle = TimeSpan.Zero };

    public static ValueTask<SeamFixture> CreateAsync(SeamOptions options) => new(new InProcessFixture(options, Limits));
}

public sealed class ColdLogTests : LogContract
{
    protected override ValueTask<SeamFixture> CreateAsync(SeamOptions options) => Cold.CreateAsync(options);
}

public sealed class ColdFollowTests : FollowContract
{
    protected override ValueTask<SeamFixture> CreateAsync(SeamOptions options) => Cold.CreateAsync(options);
}

public sealed class ColdTakeoverTests : TakeoverContract
{
    protected override ValueTask<SeamFixture> CreateAsync(SeamOptions options) => Cold.CreateAsync(options);
}

public sealed class ColdRestartTests : RestartContract
{
    protected override ValueTask<SeamFixture> CreateAsync(SeamOptions options) => Cold.CreateAsync(options);
}

public sealed class ColdInterruptTests : InterruptContract
{
    protected override ValueTask<SeamFixture> CreateAsync(SeamOptions options) => Cold.CreateAsync(options);
}

public sealed class ColdThreadTests : ThreadContract
{
    protected override ValueTask<SeamFixture> CreateAsync(SeamOptions options) => Cold.CreateAsync(options);
}
