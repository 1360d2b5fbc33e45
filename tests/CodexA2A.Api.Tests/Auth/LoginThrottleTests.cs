using System.Net;
using CodexA2A.Api.Auth.Throttle;
using CodexA2A.Api.Hosting;
using CodexA2A.Tasks.Rates;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;

namespace CodexA2A.Api.Tests.Auth;

public sealed class LoginThrottleTests
{
    private readonly FakeTimeProvider time = new();

    [Fact]
    public void After_so_many_failures_a_minute_each_key_waits_for_itself()
    {
        var table = new FailureTable(6, time);
        for (var i = 0; i < 6; i++) Assert.Null(table.Fail("a"));
        Assert.True(table.IsExhausted("a"));
        Assert.Equal(TimeSpan.FromSeconds(10), table.Fail("a"));
        Assert.False(table.IsExhausted("b"));
        Assert.Null(table.Fail("b"));
        // Who goes on does not wait longer than who stops.
        time.Advance(TimeSpan.FromSeconds(4));
        Assert.Equal(6, table.Fail("a")!.Value.TotalSeconds, 0.001);
        time.Advance(TimeSpan.FromSeconds(6.001));
        Assert.Null(table.Fail("a"));
        Assert.NotNull(table.Fail("a"));
        time.Advance(TimeSpan.FromDays(1));
        for (var i = 0; i < 6; i++) Assert.Null(table.Fail("a"));
        Assert.NotNull(table.Fail("a"));
    }

    [Fact]
    public void Keys_that_are_made_up_push_out_those_that_failed_least()
    {
        var table = new FailureTable(2, time, slots: BucketTable.Ways);
        for (var i = 0; i < 3; i++) table.Fail("a");
        for (var i = 0; i < 10_000; i++) table.Fail($"made up {i}");
        Assert.True(table.IsExhausted("a"));
    }

    [Fact]
    public void An_address_and_a_name_are_counted_each()
    {
        var throttle = Throttle(2);
        Assert.Null(throttle.Fail(IPAddress.Parse("192.0.2.1"), "carol"));
        Assert.Null(throttle.Fail(IPAddress.Parse("192.0.2.2"), "carol"));
        Assert.NotNull(throttle.Fail(IPAddress.Parse("192.0.2.3"), "carol"));
        Assert.True(throttle.IsExhausted(null, "carol"));
        Assert.Null(throttle.Fail(IPAddress.Parse("192.0.2.1"), null));
        Assert.NotNull(throttle.Fail(IPAddress.Parse("::ffff:192.0.2.1"), "dave"));
        Assert.False(throttle.IsExhausted(IPAddress.Parse("192.0.2.9"), "erin"));
    }

    [Theory]
    [InlineData("2001:db8:1:2:3:4:5:6", "2001:db8:1:2:ffff::1", true)]
    [InlineData("2001:db8:1:2::1", "2001:db8:1:3::1", false)]
    [InlineData("192.0.2.1", "::ffff:192.0.2.1", true)]
    [InlineData("192.0.2.1", "192.0.2.2", false)]
    public void Of_IPv6_a_network_is_one_address(string one, string other, bool same) =>
        Assert.Equal(same, LoginThrottle.Key(IPAddress.Parse(one)) == LoginThrottle.Key(IPAddress.Parse(other)));

    [Fact]
    public void Zero_is_no_limit()
    {
        var throttle = Throttle(0);
        for (var i = 0; i < 1000; i++) Assert.Null(throttle.Fail(IPAddress.Loopback, "carol"));
        Assert.False(throttle.IsExhausted(IPAddress.Loopback, "carol"));
    }

    private LoginThrottle Throttle(int perMinute) => new(Options.Create(new A2AOptions { FailedLoginsPerMinute = perMinute }), time);
}
