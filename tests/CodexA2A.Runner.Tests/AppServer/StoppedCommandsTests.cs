using System.Diagnostics;
using CodexA2A.Runner.AppServer;
using Microsoft.Extensions.Time.Testing;

namespace CodexA2A.Runner.Tests.AppServer;

public sealed class StoppedCommandsTests : IDisposable
{
    private readonly string _generation = Guid.NewGuid().ToString("n")[..16];
    private readonly FakeTimeProvider _time = new();
    private readonly List<int> _killed = [];
    private readonly List<Process> _all = [];
    private readonly StoppedCommands _commands;

    public StoppedCommandsTests() => _commands = new StoppedCommands(_generation, _time, pid =>
    {
        _killed.Add(pid);
        Signals.Kill(pid);
    });

    [Fact]
    public async Task What_runs_of_the_thread_is_killed_and_nothing_else()
    {
        var own = Start("thread-1");
        Start("thread-2");
        Start("thread-1", "another");
        Start(thread: null);

        _commands.Of("thread-1").Stopped([]);

        Assert.Equal([own], _killed);
        await _all[0].WaitForExitAsync(TestContext.Current.CancellationToken).WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
        Assert.All(_all[1..], process => Assert.False(process.HasExited));
    }

    [Fact]
    public void What_begins_later_is_found_by_the_later_looks_until_the_last()
    {
        _commands.Of("thread-1").Stopped([]);
        var since = TimeSpan.Zero;
        foreach (var look in StoppedTurn.Looks)
        {
            var late = Start("thread-1");
            Assert.DoesNotContain(late, _killed);
            _time.Advance(look - since);
            Assert.Contains(late, _killed);
            since = look;
        }

        var later = Start("thread-1");
        _time.Advance(TimeSpan.FromMinutes(10));
        Assert.DoesNotContain(later, _killed);
    }

    [Fact]
    public void The_next_turn_ends_what_is_left_and_keeps_what_it_starts()
    {
        _commands.Of("thread-1").Stopped([]);
        _commands.Of("thread-1").Stopped(["agent-of-1"]);
        int[] left = [Start("thread-1"), Start("agent-of-1")];

        _commands.Begins("thread-1");

        Assert.Equal(left.Order(), _killed.Order());
        Start("thread-1");
        Start("agent-of-1");
        _time.Advance(TimeSpan.FromMinutes(10));
        Assert.Equal(2, _killed.Count);
    }

    [Fact]
    public void Another_stop_begins_the_looks_anew_and_the_end_of_Codex_ends_them()
    {
        _commands.Of("thread-1").Stopped([]);
        _time.Advance(StoppedTurn.Looks[^2]);
        _commands.Of("thread-1").Stopped([]);
        var late = Start("thread-1");
        _time.Advance(StoppedTurn.Looks[0]);
        Assert.Equal([late], _killed);

        _commands.End();
        Start("thread-1");
        _time.Advance(TimeSpan.FromMinutes(10));
        Assert.Equal([late], _killed);
    }

    [Fact]
    public void While_a_stop_goes_on_it_looks_on_and_the_next_turn_ends_what_is_there()
    {
        var slow = _commands.Of("thread-1");
        _commands.Of("thread-1").Stopped([]);
        _time.Advance(StoppedTurn.Looks[^1]);
        _time.Advance(StoppedTurn.Looks[^1]);
        var late = Start("thread-1");
        _time.Advance(StoppedTurn.Looks[^1]);
        Assert.Equal([late], _killed);

        var left = Start("thread-1");
        _commands.Begins("thread-1");
        Assert.Equal([late, left], _killed);
        slow.Stopped([]);
    }

    [Fact]
    public void A_stop_that_comes_after_the_next_turn_has_begun_touches_nothing()
    {
        var slow = _commands.Of("thread-1");
        _commands.Begins("thread-1");
        var next = Start("thread-1");

        slow.Stopped([]);
        _time.Advance(TimeSpan.FromMinutes(10));
        Assert.Empty(_killed);

        _commands.Of("thread-1").Stopped([]);
        Assert.Equal([next], _killed);
    }

    public void Dispose()
    {
        _commands.End();
        foreach (var process in _all)
        {
            process.Kill();
            process.Dispose();
        }
    }

    private int Start(string? thread, string? generation = null)
    {
        var start = new ProcessStartInfo("sleep", ["60"]);
        start.Environment[ProcessMark.Variable] = ProcessMark.Of(generation ?? _generation).ToString();
        if (thread is not null)
        {
            start.Environment[StoppedCommands.Variable] = thread;
        }

        _all.Add(Process.Start(start)!);
        return _all[^1].Id;
    }
}
