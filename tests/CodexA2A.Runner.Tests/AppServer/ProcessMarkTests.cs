using System.Diagnostics;
using CodexA2A.Runner.AppServer;

namespace CodexA2A.Runner.Tests.AppServer;

public sealed class ProcessMarkTests
{
    [Fact]
    public void A_mark_reads_as_it_was_written_and_its_owner_lives()
    {
        var mark = ProcessMark.Of("0a1b");
        Assert.Equal(mark, ProcessMark.Parse(mark.ToString()));
        Assert.Equal(("0a1b", Environment.ProcessId), (mark.Generation, mark.Pid));
        Assert.False(mark.IsOwnerDead);
    }

    [Theory]
    [InlineData("")]
    [InlineData("0a1b")]
    [InlineData("0a1b.1.2")]
    [InlineData("0a1b.1.2.x")]
    public void Anything_else_is_no_mark(string value) => Assert.Null(ProcessMark.Parse(value));

    [Fact]
    public void An_owner_of_another_time_is_dead_and_one_of_another_namespace_is_not_known()
    {
        var mark = ProcessMark.Of("0a1b");
        Assert.True((mark with { Start = mark.Start + 1 }).IsOwnerDead);
        Assert.False((mark with { Start = mark.Start + 1, Space = mark.Space + 1 }).IsOwnerDead);
    }

    [Fact]
    public async Task What_a_dead_service_left_is_killed_and_what_a_living_one_owns_is_not()
    {
        var own = ProcessMark.Of("0a1b");
        using var left = Start(own with { Start = own.Start + 1 });
        using var owned = Start(own);
        using var strange = Start(own with { Start = own.Start + 1, Space = own.Space + 1 });
        try
        {
            var marks = OrphanedCommands.OfDeadOwners();
            Assert.Contains(own with { Start = own.Start + 1 }, marks);
            Assert.DoesNotContain(own, marks);
            var killed = new List<int>();
            OrphanedCommands.KillOfDeadOwners(marks, pid =>
            {
                killed.Add(pid);
                if (pid == left.Id)
                {
                    // Nothing of anybody else's.
                    Signals.Kill(pid);
                }
            });
            await left.WaitForExitAsync(TestContext.Current.CancellationToken).WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
            Assert.Contains(left.Id, killed);
            Assert.DoesNotContain(owned.Id, killed);
            Assert.DoesNotContain(strange.Id, killed);
        }
        finally
        {
            owned.Kill();
            strange.Kill();
        }
    }

    private static Process Start(ProcessMark mark)
    {
        var start = new ProcessStartInfo("sleep", ["60"]);
        start.Environment[ProcessMark.Variable] = mark.ToString();
        return Process.Start(start)!;
    }
}
