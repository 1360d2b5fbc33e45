using CodexA2A.Runner.Turns;
using Microsoft.Extensions.Time.Testing;

namespace CodexA2A.Runner.Tests.Turns;

public sealed class TurnClocksTests
{
    private readonly FakeTimeProvider _time = new();
    private readonly TurnClocks _clocks;

    public TurnClocksTests() => _clocks = new TurnClocks(_time, TimeSpan.FromSeconds(60), TimeSpan.FromSeconds(10));

    [Fact]
    public void Silence_ends_a_turn_at_the_idle_limit()
    {
        _time.Advance(TimeSpan.FromSeconds(9.9));
        Assert.Equal(TurnLimit.None, _clocks.Expired());
        Assert.Equal(TimeSpan.FromSeconds(0.1), _clocks.Next());

        _time.Advance(TimeSpan.FromSeconds(0.1));
        Assert.Equal(TurnLimit.Idle, _clocks.Expired());
    }

    [Fact]
    public void Activity_starts_the_idle_clock_again_but_not_the_turn_clock()
    {
        for (var i = 0; i < 7; i++)
        {
            Assert.Equal(TurnLimit.None, _clocks.Expired());
            _time.Advance(TimeSpan.FromSeconds(9));
            _clocks.Activity();
        }

        Assert.Equal(TurnLimit.Turn, _clocks.Expired());
    }

    [Fact]
    public void A_running_command_counts_as_activity()
    {
        _clocks.CommandStarted("a");
        _time.Advance(TimeSpan.FromSeconds(30));
        Assert.Equal(TurnLimit.None, _clocks.Expired());
        Assert.Equal(TimeSpan.FromSeconds(30), _clocks.Next());

        _clocks.CommandEnded("a");
        _time.Advance(TimeSpan.FromSeconds(10));
        Assert.Equal(TurnLimit.Idle, _clocks.Expired());
    }

    [Fact]
    public void What_a_broken_stream_had_begun_does_not_count()
    {
        _clocks.CommandStarted("a");
        _time.Advance(TimeSpan.FromSeconds(30));
        _clocks.ToolsLost();
        Assert.Equal(TimeSpan.FromSeconds(10), _clocks.Next());

        _time.Advance(TimeSpan.FromSeconds(10));
        Assert.Equal(TurnLimit.Idle, _clocks.Expired());
    }

    [Fact]
    public void Both_clocks_stand_still_while_a_person_is_asked()
    {
        _time.Advance(TimeSpan.FromSeconds(5));
        _clocks.SetPaused(true);
        _time.Advance(TimeSpan.FromHours(1));
        Assert.Equal(TurnLimit.None, _clocks.Expired());
        Assert.Null(_clocks.Next());

        _clocks.SetPaused(false);
        Assert.Equal(TimeSpan.FromSeconds(10), _clocks.Next());
        _clocks.CommandStarted("c");
        _time.Advance(TimeSpan.FromSeconds(55));
        Assert.Equal(TurnLimit.Turn, _clocks.Expired());
    }
}
