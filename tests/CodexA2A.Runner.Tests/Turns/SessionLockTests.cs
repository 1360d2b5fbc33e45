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
    public void A_home_keeps_its_identity_and_two_homes_differ()
    {
        var id = HomeIdentity.ReadOrCreate(_home);

        Assert.Matches("^[0-9a-f]{32}$", id);
        Assert.Equal(id, HomeIdentity.ReadOrCreate(_home));
        Assert.NotEqual(id, HomeIdentity.ReadOrCreate(Directory.CreateDirectory(Path.Combine(_home, "other")).FullName));
        Assert.Single(Directory.GetFiles(_home, "a2a-home-id*"));
    }
}
