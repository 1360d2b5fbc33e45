using CodexA2A.Runner.Turns;

namespace CodexA2A.Runner.Tests.Turns;

public sealed class HomeIdentityTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("codex-a2a-home-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Runners_that_come_at_the_same_time_get_the_same()
    {
        const int Runners = 4;
        for (var round = 0; round < 200; round++)
        {
            var home = Directory.CreateDirectory(Path.Combine(_folder, $"{round}")).FullName;
            using var start = new Barrier(Runners);
            var identities = new string[Runners];
            var threads = Enumerable.Range(0, Runners).Select(i => new Thread(() =>
            {
                start.SignalAndWait();
                identities[i] = HomeIdentity.ReadOrCreate(home);
            })).ToArray();
            Array.ForEach(threads, thread => thread.Start());
            Array.ForEach(threads, thread => thread.Join());

            Assert.Single(identities.Distinct());
            Assert.Equal([Path.Combine(home, "a2a-home-id")], Directory.GetFiles(home));
        }
    }

    [Fact]
    public void It_stays_and_one_that_was_cut_off_is_made_anew()
    {
        File.WriteAllText(Path.Combine(_folder, "a2a-home-id"), "");

        var made = HomeIdentity.ReadOrCreate(_folder);

        Assert.Equal(32, made.Length);
        Assert.Equal(made, HomeIdentity.ReadOrCreate(_folder));
    }
}
