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
    public async Task An_address_and_a_name_are_counted_each()
    {
        var throttle = Throttle(2);
        Assert.Null(await throttle.FailAsync(IPAddress.Parse("192.0.2.1"), "carol"));
        Assert.Null(await throttle.FailAsync(IPAddress.Parse("192.0.2.2"), "carol"));
        Assert.NotNull(await throttle.FailAsync(IPAddress.Parse("192.0.2.3"), "carol"));
        Assert.True(throttle.IsExhausted(null, "carol"));
        Assert.Null(await throttle.FailAsync(IPAddress.Parse("192.0.2.1"), null));
        Assert.NotNull(await throttle.FailAsync(IPAddress.Parse("::ffff:192.0.2.1"), "dave"));
        Assert.False(throttle.IsExhausted(IPAddress.Parse("192.0.2.9"), "erin"));
    }

    [Theory]
    [InlineData("2001:db8:1:2:3:4:5:6", "2001:db8:1:2:ffff::1", true)]
    [InlineData("2001:db8:1:2::1", "2001:db8:1:3::1", false)]
    [InlineData("192.0.2.1", "::ffff:192.0.2.1", true)]
    [InlineData("192.0.2.1", "192.0.2.2", false)]
    public void Of_IPv6_a_network_is_one_address(string one, string other, bool same) =>
        Assert.Equal(same, LoginThrottle.Key(IPAddress.Parse(one)) == LoginThrottle.Key(IPAddress.Parse(other)));

    [Theory]
    [InlineData("192.0.2.1", true)]
    [InlineData("2001:db8::1", true)]
    [InlineData("127.0.0.2", false)]
    [InlineData("::1", false)]
    [InlineData("::ffff:127.0.0.1", false)]
    [InlineData("fe80::1", false)]
    [InlineData(null, false)]
    public async Task An_address_that_is_another_machine_at_each_process_is_counted_by_each(string? address, bool isShared)
    {
        var shares = new CountedShares();
        var throttle = new LoginThrottle(shares, Options.Create(new A2AOptions { FailedLoginsPerMinute = 2 }));
        Assert.Null(await throttle.FailAsync(address is null ? null : IPAddress.Parse(address), "carol"));
        Assert.Equal(isShared ? [FailureKind.Address, FailureKind.Name] : [FailureKind.Name], shares.Asked.Select(key => key.Kind));
    }

    [Fact]
    public async Task Zero_is_no_limit()
    {
        var throttle = Throttle(0);
        for (var i = 0; i < 1000; i++) Assert.Null(await throttle.FailAsync(IPAddress.Loopback, "carol"));
        Assert.False(throttle.IsExhausted(IPAddress.Loopback, "carol"));
    }

    private LoginThrottle Throttle(int perMinute) => new(new LocalFailureShares(time), Options.Create(new A2AOptions { FailedLoginsPerMinute = perMinute }));
}
