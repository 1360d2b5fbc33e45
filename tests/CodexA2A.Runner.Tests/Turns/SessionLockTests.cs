using CodexA2A.Runner.Threads;
using CodexA2A.Runner.Turns;

namespace CodexA2A.Runner.Tests.Turns;

public sealed class SessionLockTests : IDisposable
{
    private readonly string _home = Directory.CreateTempSubdirectory("a2a-home-").FullName;

    public void Dispose() => Directory.Delete(_home, recursive: true);

    [Fact]
    public void One_holder_at_a_time()
    {
        using var first = SessionLock.TryTake(_home, "s1");
        Assert.NotNull(first);
        Assert.Null(SessionLock.TryTake(_home, "s1"));
        using var other = SessionLock.TryTake(_home, "s2");
        Assert.NotNull(other);

        first.Dispose();
        using var again = SessionLock.TryTake(_home, "s1");
        Assert.NotNull(again);
    }

    [Fact]
    public void Its_file_goes_with_it_and_what_killed_processes_left_goes_at_the_start()
    {
        var left = Path.Combine(_home, "a2a-locks", "left");
        using (SessionLock.TryTake(_home, "s1"))
        {
            File.WriteAllText(left, "");
            SessionLock.RemoveLeft(_home);
            Assert.Equal(["s1"], Directory.GetFiles(Path.Combine(_home, "a2a-locks")).Select(Path.GetFileName));
            Assert.Null(SessionLock.TryTake(_home, "s1"));
        }

        Assert.Empty(Directory.GetFiles(Path.Combine(_home, "a2a-locks")));
    }

    [Fact]
    public async Task However_many_come_and_go_there_is_one_holder()
    {
        var holders = 0;
        var taken = 0;
        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() =>
        {
            for (var i = 0; i < 3000; i++)
            {
                if (SessionLock.TryTake(_home, "s1") is { } held)
                {
                    Assert.Equal(1, Interlocked.Increment(ref holders));
                    Interlocked.Increment(ref taken);
                    Thread.SpinWait(50);
                    Interlocked.Decrement(ref holders);
                    held.Dispose();
                }
            }
        }, TestContext.Current.CancellationToken)));
        Assert.InRange(taken, 1, int.MaxValue);
        Assert.Empty(Directory.GetFiles(Path.Combine(_home, "a2a-locks")));
    }

    [Fact]
    public void What_nobody_could_lock_is_not_taken_for_locked()
    {
        // Instead of a full disk or missing rights, which stop no administrator: a folder where the file belongs.
        Directory.CreateDirectory(Path.Combine(_home, "a2a-locks", "s1"));
        Assert.Equal(ThreadUnusableException.HomeUnusable, Assert.Throws<ThreadUnusableException>(() => SessionLock.TryTake(_home, "s1")).Code);
        Directory.Delete(Path.Combine(_home, "a2a-locks"), recursive: true);
        File.WriteAllText(Path.Combine(_home, "a2a-locks"), "");
        var error = Assert.Throws<ThreadUnusableException>(() => SessionLock.TryTake(_home, "s1"));
        Assert.Contains("disk may be full", error.Message, StringComparison.Ordinal);
        Assert.IsType<IOException>(error.InnerException);
    }

    [Fact]
    public void A_home_keeps_its_identity_and_two_homes_differ()
    {
        var id = HomeIdentity.ReadOrCreate(_home);

        Assert.Matches("^[0-9a-f]{32}$", id);
        Assert.Equal(id, HomeIdentity.ReadOrCreate(_home));
        Assert.NotEqual(id, HomeIdentity.ReadOrCreate(Directory.CreateDirectory(Path.Combine(_home, "other")).FullName));
        Assert.Single(Directory.GetFiles(_home, "a2a-home-id*"));
    }
}
