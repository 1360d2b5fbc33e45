using CodexA2A.Runner.AppServer;
using CodexA2A.Runner.Threads;
using CodexA2A.Runner.Turns;
using CodexA2A.Runner.Workspaces;
using CodexA2A.Tasks;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;

namespace CodexA2A.Runner.Tests.Workspaces;

public sealed class WorkspaceGateTests : IDisposable
{
    private readonly FakeTimeProvider _time = new();
    private readonly string _root = Directory.CreateTempSubdirectory("codex-a2a-test-").FullName;
    private readonly string _home;
    private readonly string _folder;

    public WorkspaceGateTests()
    {
        _home = Directory.CreateDirectory(Path.Combine(_root, "home")).FullName;
        _folder = Directory.CreateDirectory(Path.Combine(_root, "work")).FullName;
    }

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task By_default_folders_are_shared()
    {
        var gate = Gate(exclusive: false);
        using var first = await gate.EnterAsync(_folder, Cancelled);
        using var second = await gate.EnterAsync(_folder, Cancelled);
        Assert.False(gate.IsBusy(_folder));
        Assert.Empty(Directory.GetFileSystemEntries(_home));
    }

    [Fact]
    public async Task One_folder_is_one_turns_by_whatever_path_and_nothing_is_written_into_it()
    {
        var gate = Gate();
        var link = Path.Combine(_root, "link");
        File.CreateSymbolicLink(link, _folder);
        var below = Directory.CreateDirectory(Path.Combine(_folder, "below")).FullName;
        var first = await gate.EnterAsync(_folder, Cancelled);

        var second = gate.EnterAsync(link, Cancelled);
        using var other = await gate.EnterAsync(below, Cancelled);
        Assert.True(gate.IsBusy(link));
        Assert.False(second.IsCompleted);
        Assert.Equal([below], Directory.GetFileSystemEntries(_folder));

        first.Dispose();
        (await second).Dispose();
        Assert.False(gate.IsBusy(_folder));
    }

    [Fact]
    public async Task Another_process_of_the_home_keeps_a_folder_too()
    {
        var gate = Gate();
        var theirs = SessionLock.TryTake(_home, WorkspaceGate.LockName(_folder));
        Assert.NotNull(theirs);
        var ours = gate.EnterAsync(_folder, Cancelled);
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.False(ours.IsCompleted);

        theirs.Dispose();
        while (!ours.IsCompleted)
        {
            Cancelled.ThrowIfCancellationRequested();
            _time.Advance(TimeSpan.FromSeconds(1));
            await Task.Yield();
        }

        using (await ours)
        {
            Assert.Null(SessionLock.TryTake(_home, WorkspaceGate.LockName(_folder)));
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Who_waits_too_long_is_told_and_holds_nothing(bool byOtherProcess)
    {
        var gate = Gate();
        var theirs = byOtherProcess ? SessionLock.TryTake(_home, WorkspaceGate.LockName(_folder))! : await gate.EnterAsync(_folder, Cancelled);
        var ours = gate.EnterAsync(_folder, Cancelled);
        while (!ours.IsCompleted)
        {
            Cancelled.ThrowIfCancellationRequested();
            _time.Advance(TimeSpan.FromSeconds(1));
            await Task.Yield();
        }

        Assert.Equal(ThreadUnusableException.WorkspaceBusy, (await Assert.ThrowsAsync<ThreadUnusableException>(() => ours)).Code);
        theirs.Dispose();
        Assert.False(gate.IsBusy(_folder));
    }

    public void Dispose() => Directory.Delete(_root, recursive: true);

    private WorkspaceGate Gate(bool exclusive = true) => new(
        new RunnerHome(new CodexHome(_home, Own: false), ServedOwners.Everybody),
        Options.Create(new WorkspaceOptions { Exclusive = exclusive }),
        Options.Create(new RunnerOptions { QueueTimeout = TimeSpan.FromMinutes(1) }),
        _time);
}
